import { expect, test } from 'vitest';
import { sealBaseline, type Baseline } from '../../src/baseline/index.js';
import type { StoredVerdict } from '../../src/contract/index.js';
import { isAttributionDriftReproduced, recompute } from '../../src/drift/index.js';
import { LOG_MAP, PipelineBed, SETTINGS, lineOf, type BedOptions } from './pipeline-bed.js';
import { MemoryStorage } from './memory-storage.js';
import { baselineOf, numericFeature } from './sample-baselines.js';

const LABELS = '{model="churn",version="1"}';
const ROWS = 200;
const MAP = { ...LOG_MAP, attributions: { at: ['why'] } };

function reference(means: Record<string, number> | null): Baseline {
  const plain = baselineOf('churn', [numericFeature('x'), numericFeature('z')]);
  if (!means) return plain;
  const { format: _f, format_version: _v, sha256: _s, ...content } = plain;
  return sealBaseline({ ...content, attributions: { rows: 1000, means } });
}

function bedWith(baseline: Baseline, options: BedOptions = {}): PipelineBed {
  const storage = new MemoryStorage();
  storage.request(baseline);
  return new PipelineBed({ nowMs: 10_000, storage, expected: ['churn'], sources: { log: { map: MAP } }, ...options });
}

/** A window in which x stays as it was and z moves to one bin; what each contributed is given. */
function rows(of: (i: number) => Record<string, unknown>, from = 0, to = ROWS): string {
  return Array.from({ length: to - from }, (_, k) => {
    const i = from + k;
    return lineOf({ t: 1 + i, f: { x: (i % 10) + 0.5, z: 9.5 }, why: of(i) });
  }).join('');
}
const closing = lineOf({ t: 5000, f: { x: 1, z: 1 } });
const verdictOf = (bed: PipelineBed): StoredVerdict => {
  const [verdict] = bed.memory.content.verdicts;
  if (!verdict) throw new Error('no verdict was reached');
  return verdict;
};

test('mean |attribution| weighs the drift rate where the configuration gives no importance, and stands in the stored verdict', async () => {
  const bed = bedWith(reference({ x: 0.1, z: 0.3 }));
  bed.append(rows((i) => ({ x: i % 2 ? 0.1 : -0.1, z: -0.3 })) + closing);
  await bed.settle();
  expect(bed.sample(`aiops_drift_rate${LABELS}`)).toBe(0.5);
  expect(bed.sample(`aiops_drift_rate_weighted${LABELS}`)).toBeCloseTo(0.75, 12);
  expect(bed.sample(`aiops_attribution_drift_ndcg${LABELS}`)).toBe(1);
  const stored = verdictOf(bed);
  expect(stored.settings.weights).toEqual(stored.attributions?.means);
  expect(stored.attributions).toMatchObject({ rows: ROWS, invalid: 0, baseline: { x: 0.1, z: 0.3 } });
  expect(stored.attributions?.reasons).toEqual([
    { feature: 'z', top1: ROWS, top3: ROWS },
    { feature: 'x', top1: 0, top3: ROWS },
  ]);
  // As it lies in the store: text.
  const back = JSON.parse(JSON.stringify(stored)) as StoredVerdict;
  expect(recompute(back)).toEqual(stored.verdict);
  expect(isAttributionDriftReproduced(back)).toBe(true);
  expect(isAttributionDriftReproduced({ ...back, attributions: back.attributions && { ...back.attributions, ndcg: 0.5 } })).toBe(false);
});

test('importance of the configuration wins as a whole', async () => {
  const bed = bedWith(reference(null), { settings: { drift: { ...SETTINGS.drift, weights: { x: 3 } } } });
  bed.append(rows(() => ({ x: 0.1, z: 0.3 })) + closing);
  await bed.settle();
  expect(bed.sample(`aiops_drift_rate_weighted${LABELS}`)).toBe(0);
  expect(verdictOf(bed).settings.weights).toEqual({ x: 3 });
});

test('the order of the features is compared with that of the baseline; without one there is no series', async () => {
  const turned = bedWith(reference({ x: 0.9, z: 0.3 }));
  turned.append(rows(() => ({ x: 0.1, z: 0.3 })) + closing);
  await turned.settle();
  // (0.3 + 0.9 / log2(3)) / (0.9 + 0.3 / log2(3))
  expect(turned.sample(`aiops_attribution_drift_ndcg${LABELS}`)).toBeCloseTo((0.3 + 0.9 / Math.log2(3)) / (0.9 + 0.3 / Math.log2(3)), 12);
  const without = bedWith(reference(null));
  without.append(rows(() => ({ x: 0.1, z: 0.3 })) + closing);
  await without.settle();
  expect(without.sample(`aiops_attribution_drift_ndcg${LABELS}`) ?? NaN).toBeNaN();
  expect(without.status().models[0]?.attributions?.reasons[0]?.feature).toBe('z');
});

test('a log without attributions leaves verdict and series as they were, and too few records weigh nothing', async () => {
  const without = bedWith(reference({ x: 0.1, z: 0.3 }), { sources: { log: { map: LOG_MAP } } });
  without.append(rows(() => ({ x: 0.1, z: 0.3 })) + closing);
  await without.settle();
  expect(verdictOf(without)).not.toHaveProperty('attributions');
  const few = bedWith(reference({ x: 0.1, z: 0.3 }));
  few.append(rows((i) => (i < 99 ? { x: 0.1, z: 0.3 } : {})) + closing);
  await few.settle();
  expect(verdictOf(few).attributions).toMatchObject({ rows: 99, ndcg: null });
  expect(verdictOf(few).verdict.drift_rate_weighted).toBeNull();
});

test('a restart in the middle of a window gives the verdict to the bit', async () => {
  const why = (i: number): Record<string, unknown> => ({ x: 0.1 + i / 7, z: i % 3 ? 1 / (i + 1) : 'none' });
  const whole = bedWith(reference({ x: 0.1, z: 0.3 }));
  whole.append(rows(why) + closing);
  await whole.settle();
  let split = bedWith(reference({ x: 0.1, z: 0.3 }));
  split.append(rows(why, 0, 77));
  await split.settle();
  split = split.restart();
  split.append(rows(why, 77) + closing);
  await split.settle();
  expect(verdictOf(split).attributions).toEqual(verdictOf(whole).attributions);
  expect(verdictOf(split).attributions?.invalid).toBe(Math.ceil(ROWS / 3));
  expect(verdictOf(split).settings).toEqual(verdictOf(whole).settings);
});
