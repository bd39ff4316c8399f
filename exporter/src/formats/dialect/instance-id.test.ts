import { expect, test } from 'vitest';
import { databricks } from '../databricks/databricks.js';
import { decodeInChunks } from '../decode-in-chunks.js';
import type { DecoderFactory, DecoderOptions } from '../format.js';
import { jsonl } from '../jsonl/jsonl.js';
import { kserve } from '../kserve/kserve.js';
import { instanceId } from './instance-id.js';

const key = new Uint8Array(16);
const hashes = (factory: DecoderFactory, path: string, records: readonly object[]): unknown[] => {
  const fields: DecoderOptions['fields'] = [{ path: [path], kind: 'id', key }];
  const decoder = factory({ fields, featuresAt: null, batchRows: 8, maxRecordBytes: 4096, maxDepth: 20 });
  return decodeInChunks(decoder, Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')), [1 << 20]).rows.map(
    (row) => row[2],
  );
};
const ofIds = (...ids: string[]): unknown[] =>
  hashes(
    jsonl,
    'id',
    ids.map((id) => ({ id })),
  );

test('a request of one instance is named by its id, one of several by its id and their number', () => {
  expect([instanceId('a', 0, 1), instanceId('a', 0, 2), instanceId(7, 1, 2), instanceId(undefined, 1, 2)]).toEqual([
    'a',
    'a#0',
    '7#1',
    undefined,
  ]);
});

test('instances of a logged request, and of both halves of one, have the ids that labels name them by', () => {
  const request = { dataframe_split: { columns: ['x'], data: [[1], [2]] } };
  const whole = {
    client_request_id: 'order-1',
    databricks_request_id: 'd',
    timestamp_ms: 1,
    status_code: 200,
    request: JSON.stringify(request),
    response: '{"predictions":[1,0]}',
  };
  expect(hashes(databricks({ columns: [] }), 'request_id', [whole])).toEqual(ofIds('order-1#0', 'order-1#1'));
  const event = (type: string, data: object) => ({
    specversion: '1.0',
    id: 'r',
    type: `org.kubeflow.serving.inference.${type}`,
    source: 's',
    time: '2026-11-23T08:00:00Z',
    inferenceservicename: 'churn',
    data,
  });
  const halves = [
    event('request', { instances: [{ x: 1 }, { x: 2 }] }),
    event('response', { predictions: [1, 0] }),
    event('request', { instances: [{ x: 1 }] }),
  ];
  expect(hashes(kserve({ columns: [], undatedMs: null }), 'request_id', halves)).toEqual(ofIds('r#0', 'r#1', 'r#0', 'r#1', 'r'));
});
