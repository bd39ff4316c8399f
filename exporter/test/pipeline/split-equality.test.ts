import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryStorage } from './memory-storage.js';
import { PipelineBed, linesOf, type LogRecord } from './pipeline-bed.js';
import { baselineOf, categoricalFeature, numericFeature } from './sample-baselines.js';

const record: fc.Arbitrary<LogRecord> = fc.record({
  t: fc.integer({ min: 0, max: 20_000 }),
  m: fc.constantFrom('churn', 'fraud', ''),
  v: fc.constantFrom('1', '2'),
  l: fc.oneof(fc.double({ min: 0, max: 5000, noNaN: true }), fc.constantFrom(null, -1, 1e300)),
  s: fc.constantFrom(200, 500),
  f: fc.record({
    x: fc.oneof(fc.double(), fc.integer({ min: -1, max: 11 }), fc.constantFrom(null, 'word', -0)),
    c: fc.constantFrom('red', 'blue', 'ultra "violet"\n'),
  }),
  y: fc.constantFrom('red', 'blue', null),
  i: fc.constantFrom(0, 7, 1e13),
});
const line = fc.oneof(
  { weight: 12, arbitrary: record.map((one) => linesOf([one])) },
  { weight: 1, arbitrary: fc.constantFrom('{"t":\n', '\n', '[]\n', '"\u00e9\ud83d\ude00"\n', '{"t":1e400}\n') },
);

/** Samples after reading a text in chunks of these sizes, again and again. */
async function fold(text: string, chunkSizes: readonly number[]): Promise<Map<string, number>> {
  const storage = new MemoryStorage();
  for (const model of ['churn', 'fraud'])
    storage.request(
      baselineOf(model, [numericFeature('x'), categoricalFeature('c', ['red', 'blue'])], categoricalFeature('prediction', ['red', 'blue'])),
    );
  // The windows stay open: which events are late would depend on when windows are looked at.
  const bed = new PipelineBed({ nowMs: 100_000, storage, settings: { latenessMs: 1e9 } });
  bed.append(text);
  let chunk = 0;
  const source = bed.sources.get('log');
  if (source) source.chunkBytes = () => chunkSizes[chunk++ % chunkSizes.length] ?? 1;
  await bed.settle();
  return bed.samples();
}

test('folding a log in any split equals folding it at once: counts to the bit, sums to 1e-9', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 120, size: 'max' }),
      fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 }),
      async (lines, chunkSizes) => {
        const text = lines.join('');
        const atOnce = await fold(text, [1e9]);
        const split = await fold(text, chunkSizes);
        expect([...split.keys()].sort()).toEqual([...atOnce.keys()].sort());
        for (const [name, value] of atOnce) {
          const got = split.get(name) ?? NaN;
          if (name.includes('_sum{')) expect(Math.abs(got - value), name).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
          else expect(got, name).toBe(value);
        }
      },
    ),
    { numRuns: 60, interruptAfterTimeLimit: 45_000 },
  );
});
