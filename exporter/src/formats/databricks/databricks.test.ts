import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInChunks, type Decoded } from '../decode-in-chunks.js';
import type { DecoderOptions } from '../format.js';
import { SMALLEST_SAMPLING_FRACTION, databricks } from './databricks.js';

const OPTIONS: DecoderOptions = {
  fields: [{ path: ['features', 'x'], kind: 'number' }],
  featuresAt: null,
  batchRows: 8,
  maxRecordBytes: 1 << 20,
  maxDepth: 20,
};

function decode(row: Readonly<Record<string, unknown>>): Decoded {
  const line = { databricks_request_id: 'a', status_code: 200, timestamp_ms: 1, request: null, response: null, ...row };
  return decodeInChunks(databricks({ columns: [] })(OPTIONS), Buffer.from(`${JSON.stringify(line)}\n`), [1 << 20]);
}

const weightsOf = (sampling_fraction: unknown): number[] => decode({ sampling_fraction }).shares.map(({ weight }) => weight);

describe('databricks', () => {
  it('takes a share from the smallest believed one to 1, and refuses what lies beyond', () => {
    expect([weightsOf(SMALLEST_SAMPLING_FRACTION), weightsOf(SMALLEST_SAMPLING_FRACTION / 2)]).toEqual([[1e6], []]);
    expect([weightsOf(1), weightsOf(1.0001), weightsOf(0), weightsOf(-0.5), weightsOf('x')]).toEqual([[1], [], [], [], []]);
    expect([weightsOf(null), weightsOf(undefined), weightsOf('0.25')]).toEqual([[1], [1], [4]]);
  });

  it('gives the same rows for one table of features, however the request holds it', () => {
    const table = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(table, (values) => {
        const bodies = [
          { dataframe_split: { columns: ['x'], data: values.map((x) => [x]) } },
          { dataframe_records: values.map((x) => ({ x })) },
          { instances: values.map((x) => ({ x })) },
          { inputs: { x: values } },
        ];
        const [first, ...others] = bodies.map((body) => decode({ request: JSON.stringify(body) }).rows.map((row) => row[2]));
        expect(first).toEqual(values.map((x) => (Object.is(x, -0) ? 0 : x)));
        for (const other of others) expect(other).toEqual(first);
      }),
    );
  });

  it('rejects answers that are not as many as the instances, as it is open which belongs to which', () => {
    const request = JSON.stringify({ instances: [{ x: 1 }, { x: 2 }] });
    const outcome = (predictions: number[]): unknown => decode({ request, response: JSON.stringify({ predictions }) }).rejects.length;
    expect([outcome([1]), outcome([1, 2]), outcome([1, 2, 3])]).toEqual([1, 0, 1]);
  });
});
