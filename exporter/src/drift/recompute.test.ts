import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredVerdict } from '../contract/index.js';
import { storedVerdictSchema } from '../contract/index.js';
import { DEFAULT_DRIFT_SETTINGS, judgeWindow, recompute, type FeatureTable, type WindowInput } from './index.js';

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

  it('refuses the verdict of another policy', () => {
    const record = stored({ rows: 0, features: [], prediction: null, settings: DEFAULT_DRIFT_SETTINGS, streaks: {} });
    record.verdict.policy = 'nannyml';
    expect(() => recompute(record)).toThrow(/policy to be default \(found nannyml\)/);
  });
});
