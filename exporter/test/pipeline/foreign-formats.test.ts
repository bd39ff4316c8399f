import { expect, test } from 'vitest';
import { formats } from '../../src/formats/index.js';
import { NEW_YEAR_MS, ONE_MODEL_MAP, PipelineBed } from './pipeline-bed.js';

const MAP = {
  ...ONE_MODEL_MAP,
  time: { path: ['time'], unit: 'auto' },
  version: { constant: '1' },
  latency: { path: ['latency'], perSecond: 1 },
  outcome: null,
  features: { at: ['features'] },
  prediction: ['prediction'],
} as const;

const truth = (id: string): string =>
  `${JSON.stringify({ groundTruthData: { data: '1', encoding: 'CSV' }, eventMetadata: { eventId: id }, eventVersion: '0' })}\n`;
const capture = (id: string): string =>
  `${JSON.stringify({
    captureData: { endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '1,2', encoding: 'CSV' } },
    eventMetadata: { eventId: id, inferenceTime: new Date(NEW_YEAR_MS).toISOString() },
    eventVersion: '0',
  })}\n`;
const span = (seconds: number): object => ({
  spanId: 'a',
  startTimeUnixNano: `${NEW_YEAR_MS / 1000}000000000`,
  endTimeUnixNano: `${NEW_YEAR_MS / 1000 + seconds}000000000`,
  attributes: [{ key: 'gen_ai.request.model', value: { stringValue: 'churn' } }],
});
const document = (...spans: object[]): string => `${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })}\n`;

const events = (bed: PipelineBed, kind: string): number | undefined => bed.sample(`aiops_ingest_events_total{source="log",kind="${kind}"}`);

test('labels are counted as labels, are no inferences and no rejects, and stay counted after a restart', async () => {
  const sources = { log: { map: MAP, format: formats.sagemaker({ columns: ['a', 'b'] }) } };
  let bed = new PipelineBed({ sources });
  bed.append(capture('one'));
  await bed.settle();
  expect([events(bed, 'inference'), events(bed, 'label')]).toEqual([1, undefined]);
  bed.append(truth('one') + truth('two') + capture('two'));
  await bed.settle();
  bed.pipeline.commit();
  bed.append(truth('three'));
  await bed.readAll();
  bed = bed.restart();
  await bed.settle();
  expect([events(bed, 'inference'), events(bed, 'label')]).toEqual([2, 3]);
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="schema"}')).toBe(0);
});

test('each request of a document that is refused counts for itself, and costs the others nothing', async () => {
  const bed = new PipelineBed({ sources: { log: { map: MAP, format: formats.otel_genai } } });
  bed.append(document(span(1), span(-1), span(2), span(-2), { ...span(1), startTimeUnixNano: '' }));
  await bed.settle();
  expect(events(bed, 'inference')).toBe(2);
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="negative_latency"}')).toBe(2);
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="schema"}')).toBe(1);
});

test('a document without an inference moves nothing', async () => {
  const bed = new PipelineBed({ sources: { log: { map: MAP, format: formats.otel_genai } } });
  bed.append(document({ ...span(1), attributes: [] }) + document());
  await bed.settle();
  expect(events(bed, 'inference')).toBe(0);
  for (const reason of ['schema', 'syntax']) expect(bed.sample(`aiops_ingest_rejected_total{source="log",reason="${reason}"}`)).toBe(0);
});
