import { databricksLog, kserveLog, otelGenaiLog, sagemakerLog } from '../../../tools/format-logs/foreign-logs.js';
import type { SampleLog } from '../../../tools/format-logs/sample-log.js';
import { describeFormatContract } from '../format.contract.js';

const LIMITS = { maxRecordBytes: 1500, maxDepth: 12 };
const BINARY = '\u0000\u0001';

/** @param foreign records of JSON that are none of the format */
function describeDialect(log: SampleLog, blank: readonly string[], foreign: readonly string[]): void {
  const good = [0, 1, 2, 3, 4].map((i) => log.lines(i)[0] as string);
  describeFormatContract({
    name: log.format,
    factory: log.decoder,
    head: log.head,
    fields: log.fields,
    limits: LIMITS,
    good,
    bad: [
      ...foreign.map((text) => ({ text, reason: 'schema' as const })),
      { text: '{}', reason: 'schema' },
      { text: '[1]', reason: 'syntax' },
      { text: (good[0] as string).slice(0, -1), reason: 'syntax' },
      { text: BINARY, reason: 'encoding' },
      { text: '['.repeat(20), reason: 'too_deep' },
      { text: `{"pad":"${'x'.repeat(LIMITS.maxRecordBytes)}"}`, reason: 'too_large' },
    ],
    blank: ['', ' \t', '\r', ...blank],
    ofBytes: (bytes) => {
      const line = good[0] as string;
      return `${line.slice(0, -1)},"pad":"${'x'.repeat(bytes - Buffer.byteLength(line) - 9)}"}`;
    },
  });
}

describeDialect(kserveLog, [], ['{"specversion":"1.0","type":"other"}', '{"captureData":{}}']);
describeDialect(sagemakerLog, [], ['{"captureData":{},"eventMetadata":{}}', '{"captureData":{"endpointInput":{"data":7}}}']);
describeDialect(databricksLog, [], ['{"databricks_request_id":"a"}', '{"status_code":200}']);
describeDialect(
  otelGenaiLog,
  ['{"resourceSpans":[]}', '{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"a"}]}]}]}'],
  ['{"resourceSpans":7}', '{"resourceSpans":[{"scopeSpans":[{"spans":[null]}]}]}', '{"resourceMetrics":[]}'],
);
