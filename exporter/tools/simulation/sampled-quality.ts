import type { QualitySettings } from '../../src/contract/index.js';
import { SipHash } from '../../src/events/index.js';
import { LabelJoin } from '../../src/pipeline/labels/label-join.js';
import { scoredRows } from '../../src/pipeline/labels/scored-rows.js';
import { scoreWindow } from '../../src/quality/index.js';
import { SeededRandom } from '../torture/seeded-random.js';

export interface SamplingOptions {
  /** Predictions of a window. */
  readonly rows: number;
  readonly sample: number;
  readonly repeats: number;
  readonly seed: number;
  readonly onProgress: (text: string) => void;
}

export interface SampledMetric {
  readonly metric: string;
  /** Of all rows. */
  readonly truth: number;
  /** Repeats where the interval of the sample held it. */
  readonly covered: number;
  readonly repeats: number;
  /** Mean over the repeats of sample - truth: a sample that is fair has none. */
  readonly bias: number;
}

export interface SampledQuality {
  readonly metrics: readonly SampledMetric[];
  /** Mean share of the rows that were kept. */
  readonly kept: number;
}

const METRICS = ['accuracy', 'precision', 'recall', 'roc_auc'];
const SETTINGS: Omit<QualitySettings, 'join_sample'> = {
  task: 'binary',
  positive: '1',
  cut: 0.5,
  metric: 'roc_auc',
  margin: 0.02,
  expected: null,
  min_samples: 2,
  label_delay_ms: 0,
  label_horizon_ms: 1e9,
  coverage: 0.8,
  at: 10,
  fairness: [],
};

/** How often the interval of a sample of the ids holds the value of all rows: one window, joined under another secret of the hash each time. */
export function sampledQuality({ rows, sample, repeats, seed, onProgress }: SamplingOptions): SampledQuality {
  const random = new SeededRandom(seed);
  const window = Array.from({ length: rows }, () => {
    const score = random.next();
    return { score, truth: random.next() < 0.1 + 0.8 * score ? 1 : 0 };
  });
  const all = measured(window, 1, keyOf(random)).values;
  const found: SampledMetric[] = METRICS.map((metric) => ({ metric, truth: all.get(metric)?.value ?? NaN, covered: 0, repeats, bias: 0 }));
  const sums = METRICS.map(() => ({ covered: 0, error: 0 }));
  let kept = 0;
  let toldMs = Date.now();
  for (let repeat = 0; repeat < repeats; repeat++) {
    const own = measured(window, sample, keyOf(random));
    kept += own.kept / rows / repeats;
    found.forEach(({ metric, truth }, i) => {
      const { value, lower, upper } = own.values.get(metric) ?? { value: null, lower: null, upper: null };
      const sum = sums[i] as { covered: number; error: number };
      if (lower !== null && upper !== null && lower <= truth && truth <= upper) sum.covered++;
      sum.error += (value ?? NaN) - truth;
    });
    if (Date.now() - toldMs < 2000) continue;
    toldMs = Date.now();
    onProgress(`sampling: ${repeat + 1} of ${repeats} repeats`);
  }
  return {
    kept,
    metrics: found.map((one, i) => ({ ...one, covered: sums[i]?.covered ?? 0, bias: (sums[i]?.error ?? NaN) / repeats })),
  };
}

/** As a table for people. */
export function samplingTable({ metrics, kept }: SampledQuality): string {
  const lines = metrics.map(
    ({ metric, truth, covered, repeats, bias }) =>
      `| ${metric} | ${truth.toFixed(4)} | ${((100 * covered) / repeats).toFixed(1)} % of ${repeats} | ${bias.toFixed(5)} |`,
  );
  return [
    `kept on average: ${(100 * kept).toFixed(2)} % of the predictions`,
    '',
    '| metric | of all rows | interval holds it | mean error |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

interface Row {
  readonly score: number;
  readonly truth: number;
}

function measured(window: readonly Row[], sample: number, key: Uint8Array) {
  const settings = { ...SETTINGS, join_sample: sample };
  const join = new LabelJoin({ horizonMs: 1e9, sample, waitMs: 0, isOfClasses: true });
  const period = join.periodOf('1', 0, 3_600_000);
  const hash = new SipHash(key);
  const codes = ['0', '1'].map((name) => join.classes.codeOf(name));
  const into = { lo: 0, hi: 0 };
  window.forEach(({ score, truth }, i) => {
    hash.hash(`r${i}`, into);
    const id = { lo: into.lo, hi: into.hi };
    join.addPrediction(period, { id, timeMs: 1, answer: codes[score >= 0.5 ? 1 : 0] as number, score, group: -1 }, null);
    join.addLabel({ ...id, value: codes[truth] as number, timeMs: 2 });
  });
  const { rows } = scoredRows(join, period, [], settings);
  const { measures } = scoreWindow({ rows, settings, reference: null, isMature: true });
  return { kept: period.n, values: new Map(measures.map((measure) => [measure.metric, measure])) };
}

function keyOf(random: SeededRandom): Uint8Array {
  return Uint8Array.from({ length: 16 }, () => random.below(256));
}
