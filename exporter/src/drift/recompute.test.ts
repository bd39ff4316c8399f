import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredVerdict } from '../contract/index.js';
import { storedVerdictSchema } from '../contract/index.js';
import { DEFAULT_DRIFT_SETTINGS, judgeByPolicy, judgeWindow, recompute, type FeatureTable, type WindowInput } from './index.js';

const count = fc.oneof(fc.nat({ max: 900 }), fc.constant(0), fc.nat({ max: 1_000_000_000 }));
const name = fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.constantFrom('__proto__', 'constructor', 'income'));
const table: fc.Arbitrary<FeatureTable> = fc.integer({ min: 1, max: 21 }).chain((k) => {
  const row = fc.array(count, { minLength: k, maxLength: k });
  return fc.record({
    feature: name,
    type: fc.constantFrom('numeric', 'categorical'),
    bins: fc.constant(Array.from({ length: k }, (_, i) => `b${i}`)),
    reference: row,
    current: row,
    referenceMissing: count,
    currentMissing: count,
    referenceInvalid: count,
    currentInvalid: count,
  });
});
const settings = fc.record({
  min_samples: fc.nat({ max: 2000 }),
  fdr: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
  threshold: fc.double({ min: 0, max: 1, noNaN: true }),
  missing_threshold: fc.double({ min: 0, max: 1, noNaN: true }),
  consecutive: fc.integer({ min: 1, max: 4 }),
  thresholds: fc.dictionary(name, fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true })),
  weights: fc.dictionary(name, fc.double({ min: 0, max: 1, noNaN: true })),
});
const input: fc.Arbitrary<WindowInput> = fc.record({
  rows: fc.nat(),
  features: fc.array(table, { maxLength: 8 }),
  prediction: fc.option(table),
  settings,
  streaks: fc.dictionary(name, fc.integer({ min: 1, max: 5 })),
});

function stored(window: WindowInput): StoredVerdict {
  return {
    id: '0',
    model: 'churn',
    version: '1',
    window_start: '2026-01-01T00:00:00.000Z',
    window_end: '2026-01-01T01:00:00.000Z',
    baseline_sha256: '0'.repeat(64),
    code_version: '0',
    settings: window.settings,
    streaks: { ...window.streaks },
    verdict: judgeWindow(window),
  };
}

describe('recompute', () => {
  it('gives the same bits from the stored evidence, also after the record went through JSON', () => {
    fc.assert(
      fc.property(input, (window) => {
        const record = stored(window);
        const read = JSON.parse(JSON.stringify(record)) as StoredVerdict;
        expect(JSON.stringify(recompute(read))).toBe(JSON.stringify(record.verdict));
        expect(recompute(record)).toStrictEqual(record.verdict);
      }),
      { numRuns: 300 },
    );
  });

  it('judges records that the contract accepts', () => {
    fc.assert(
      fc.property(input, (window) => {
        // zod drops an own "__proto__" key; no other name is lost.
        fc.pre(!JSON.stringify(window).includes('__proto__'));
        expect(recompute(storedVerdictSchema.parse(stored(window)))).toStrictEqual(stored(window).verdict);
      }),
      { numRuns: 100 },
    );
  });

  it('finds a verdict whose evidence was changed', () => {
    const tableOf = (current: number[]): FeatureTable => ({
      feature: 'income',
      type: 'numeric',
      bins: ['b00', 'b01'],
      reference: [5000, 5000],
      current,
      referenceMissing: 0,
      currentMissing: 0,
      referenceInvalid: 0,
      currentInvalid: 0,
    });
    const record = stored({ rows: 1000, features: [tableOf([900, 100])], prediction: null, settings: DEFAULT_DRIFT_SETTINGS, streaks: {} });
    const changed = structuredClone(record);
    (changed.verdict.features[0] as StoredVerdict['verdict']['features'][number]).table.current = [901, 99];
    expect(recompute(changed)).not.toStrictEqual(record.verdict);
  });

  it('gives the same bits of the policies of other tools, also after JSON and the contract', () => {
    const scale = fc.record({
      min: fc.constant(-3),
      max: fc.constant(30),
      sd: fc.double({ min: 0, max: 9, noNaN: true }),
      distinct: fc.constantFrom(null, 4, 20),
    });
    const distances = fc.option(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 }));
    const column = fc
      .record({ own: table, scale, distances })
      .filter(({ own }) => !JSON.stringify(own).includes('__proto__'))
      .map(({ own, scale: rest, distances: chunk_distances }) => {
        const edges = own.bins.slice(1).map((_, i) => i);
        return { ...own, policy: { scale: own.type === 'numeric' ? { edges, ...rest } : null, chunk_distances } };
      });
    fc.assert(
      fc.property(
        fc.constantFrom('evidently', 'nannyml'),
        input,
        fc.array(column, { maxLength: 6 }),
        fc.option(column),
        (policy, window, features, prediction) => {
          fc.pre(!JSON.stringify(window).includes('__proto__'));
          const verdict = judgeByPolicy(policy, { ...window, features, prediction });
          const record = { ...stored({ ...window, features: [], prediction: null }), verdict };
          const read = storedVerdictSchema.parse(JSON.parse(JSON.stringify(record)));
          expect(recompute(read)).toStrictEqual(verdict);
          expect(JSON.stringify(recompute(record))).toBe(JSON.stringify(verdict));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses the verdict of another policy without the evidence that policy asks for', () => {
    const features = [
      {
        feature: 'x',
        type: 'numeric',
        bins: ['b00'],
        reference: [1],
        current: [1],
        referenceMissing: 0,
        currentMissing: 0,
        referenceInvalid: 0,
        currentInvalid: 0,
      },
    ] as const;
    const record = stored({ rows: 0, features, prediction: null, settings: DEFAULT_DRIFT_SETTINGS, streaks: {} });
    record.verdict.policy = 'nannyml';
    expect(() => recompute(record)).toThrow(/table.policy for this policy \(found nothing\)/);
  });
});
