import { aucInterval } from '../../src/quality/intervals/auc-interval.js';
import { averagePrecisionInterval } from '../../src/quality/intervals/average-precision-interval.js';
import { f1Interval } from '../../src/quality/intervals/f1-interval.js';
import { type Interval } from '../../src/quality/intervals/interval.js';
import { Z95 } from '../../src/statistics/index.js';
import { meanInterval } from '../../src/quality/intervals/mean-interval.js';
import { rmseInterval, rSquaredInterval } from '../../src/quality/intervals/regression-intervals.js';
import { wilson } from '../../src/statistics/index.js';
import { MULTICLASS_MEASURES, multiclassView } from '../../src/quality/measures/multiclass-measures.js';
import type { Answers } from '../../src/quality/performance/prediction-rows.js';
import { twoSidedNormalQuantile } from '../../src/drift/normal-quantile.js';
import { mulberry32, normals, type Random } from './seeded-random.js';

/** How often an interval of 95 % holds the true value. */
export interface Coverage {
  readonly measure: string;
  readonly setting: string;
  readonly rows: number;
  /** Null where most windows have too few rows of a class for an interval. */
  readonly coverage: number | null;
  /** Drawn windows; null where the coverage was summed over all outcomes, which is exact. */
  readonly repeats: number | null;
}

export interface CoverageOptions {
  readonly rows: readonly number[];
  readonly repeats: number;
  readonly seed: number;
  readonly onProgress: (text: string) => void;
}

const PROPORTIONS = [0.05, 0.2, 0.5, 0.8, 0.95] as const;
const AREAS = [0.6, 0.75, 0.9, 0.95] as const;
const PREVALENCES = [0.05, 0.2, 0.5] as const;

/** Coverage of the intervals of quality: Wilson exactly, the others over drawn windows whose true value is known. */
export function intervalCoverage({ rows, repeats, seed, onProgress }: CoverageOptions): Coverage[] {
  const random = mulberry32(seed);
  const normal = normals(random);
  const found: Coverage[] = [];
  for (const n of rows) {
    for (const p of PROPORTIONS)
      found.push({ measure: 'wilson', setting: `p ${p}`, rows: n, coverage: wilsonCoverage(n, p), repeats: null });
    const drawn = (measure: string, setting: string, truth: number, draw: () => Interval | null): void => {
      onProgress(`${measure}, ${setting}, ${n} rows`);
      found.push({ measure, setting, rows: n, coverage: covered(truth, repeats, draw), repeats });
    };
    for (const area of AREAS) {
      for (const prevalence of PREVALENCES) {
        drawn('roc_auc', `area ${area}, ${prevalence * 100} % positive`, area, () => drawnAuc(n, area, prevalence, random, normal));
      }
    }
    for (const area of [0.75, 0.9] as const) {
      for (const prevalence of [0.2, 0.5] as const) {
        const truth = trueAveragePrecision(area, prevalence);
        drawn('average_precision', `area ${area}, ${prevalence * 100} % positive`, truth, () =>
          drawnPrecision(n, area, prevalence, random, normal),
        );
      }
    }
    for (const { name, cells } of CONFUSIONS) {
      for (const metric of ['precision_macro', 'recall_macro', 'f1_macro'] as const) {
        drawn(metric, name, trueMacro(metric, cells), () => drawnMacro(metric, n, cells, random));
      }
    }
    drawn('f1', 'precision 0.7, recall 0.6', F1_TRUTH, () => drawnF1(n, random));
    // An absolute error of a normal amount: half-normal, mean sqrt(2 / pi).
    drawn('mae', 'normal errors', Math.sqrt(2 / Math.PI), () =>
      meanInterval(
        Float64Array.from({ length: n }, () => Math.abs(normal())),
        Z95,
      ),
    );
    const pairs = (): [Float64Array, Float64Array] => {
      const predicted = Float64Array.from({ length: n }, () => 2 * normal());
      return [predicted.map((f) => f + normal()), predicted];
    };
    drawn('rmse', 'normal errors', 1, () => rmseInterval(...pairs(), Z95));
    drawn('r2', '0.8', 0.8, () => rSquaredInterval(...pairs(), Z95));
  }
  return found;
}

/** Sum of the binomial probabilities of the counts whose interval holds p. */
function wilsonCoverage(n: number, p: number): number {
  let logChance = n * Math.log1p(-p);
  let sum = 0;
  for (let x = 0; x <= n; x++) {
    if (holds(wilson(x, n, Z95), p)) sum += Math.exp(logChance);
    logChance += Math.log((n - x) / (x + 1)) + Math.log(p / (1 - p));
  }
  return sum;
}

function covered(truth: number, repeats: number, draw: () => Interval | null): number | null {
  let held = 0;
  let defined = 0;
  for (let i = 0; i < repeats; i++) {
    const interval = draw();
    if (!interval || interval.lower === null) continue;
    defined++;
    if (holds(interval, truth)) held++;
  }
  return defined > repeats / 2 ? held / defined : null;
}

function holds(interval: Interval | null, truth: number): boolean {
  return interval !== null && (interval.lower as number) <= truth && truth <= (interval.upper as number);
}

function drawnAuc(n: number, area: number, prevalence: number, random: Random, normal: Random): Interval | null {
  return aucInterval(...drawnScores(n, area, prevalence, random, normal), Z95);
}

function drawnPrecision(n: number, area: number, prevalence: number, random: Random, normal: Random): Interval | null {
  return averagePrecisionInterval(...drawnScores(n, area, prevalence, random, normal), Z95);
}

/** Scores of two normal laws whose distance gives the area: area = Phi(distance / sqrt(2)). */
function drawnScores(n: number, area: number, prevalence: number, random: Random, normal: Random): [Uint8Array, Float64Array] {
  const distance = distanceOf(area);
  const actual = Uint8Array.from({ length: n }, () => (random() < prevalence ? 1 : 0));
  return [actual, Float64Array.from(actual, (y) => normal() + y * distance)];
}

function distanceOf(area: number): number {
  return Math.SQRT2 * twoSidedNormalQuantile(2 * area - 1);
}

/** Steps of the midpoint rule; ten times as many change the eighth digit. */
const STEPS = 20_000;
const REACH = 8;

/** The integral of the precision at a threshold over the density of the positives above it. */
function trueAveragePrecision(area: number, prevalence: number): number {
  const distance = distanceOf(area);
  const width = (2 * REACH + distance) / STEPS;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let [positives, negatives, sum] = [0, 0, 0];
  for (let step = 0; step < STEPS; step++) {
    const at = REACH + distance - (step + 0.5) * width;
    const [here, others] = [prevalence * density(at - distance) * width, (1 - prevalence) * density(at) * width];
    positives += here / 2;
    negatives += others / 2;
    sum += (here / prevalence) * (positives / (positives + negatives));
    positives += here / 2;
    negatives += others / 2;
  }
  return sum;
}

type Macro = 'precision_macro' | 'recall_macro' | 'f1_macro';
const CLASSES = ['a', 'b', 'c'] as const;
/** Shares of rows by label (row) and prediction (column). */
const CONFUSIONS = [
  { name: 'three classes of one size', cells: [0.25, 0.05, 0.03, 0.04, 0.24, 0.05, 0.06, 0.04, 0.24] },
  { name: 'classes of 70, 20 and 10 %', cells: [0.62, 0.05, 0.03, 0.05, 0.13, 0.02, 0.02, 0.02, 0.06] },
] as const;

/** The mean over the classes of hits / size, from the true shares. */
function trueMacro(metric: Macro, cells: readonly number[]): number {
  const ratios = CLASSES.map((_, c) => {
    const label = CLASSES.reduce((sum, _name, j) => sum + (cells[3 * c + j] as number), 0);
    const said = CLASSES.reduce((sum, _name, i) => sum + (cells[3 * i + c] as number), 0);
    const size = metric === 'recall_macro' ? label : metric === 'precision_macro' ? said : (label + said) / 2;
    return (cells[4 * c] as number) / size;
  });
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / CLASSES.length;
}

function drawnMacro(metric: Macro, n: number, cells: readonly number[], random: Random): Interval | null {
  const [labels, said] = [new Int32Array(n), new Int32Array(n)];
  for (let row = 0; row < n; row++) {
    let [cell, left] = [0, random()];
    while (cell < cells.length - 1 && left >= (cells[cell] as number)) left -= cells[cell++] as number;
    labels[row] = Math.floor(cell / CLASSES.length);
    said[row] = cell % CLASSES.length;
  }
  const answers = (codes: Int32Array): Answers => ({ kind: 'classes', codes, names: CLASSES });
  const rows = { n, scores: new Float64Array(n), predictions: answers(said), labels: answers(labels), groups: [], lists: null };
  const measure = MULTICLASS_MEASURES[metric]?.(multiclassView(rows), Z95);
  return measure && measure.value !== null ? { value: measure.value, lower: measure.lower, upper: measure.upper } : null;
}

// Rows: 0.3 of them positive, found with recall 0.6, called with precision 0.7.
const TP = 0.3 * 0.6;
const FN = 0.3 * 0.4;
const FP = (TP * 0.3) / 0.7;
const F1_TRUTH = (2 * TP) / (2 * TP + FN + FP);

function drawnF1(n: number, random: Random): Interval | null {
  let [tp, errors] = [0, 0];
  for (let i = 0; i < n; i++) {
    const u = random();
    if (u < TP) tp++;
    else if (u < TP + FN + FP) errors++;
  }
  return f1Interval(tp, errors, Z95);
}

/** The figures as a Markdown table, as they stand in docs/measurements/interval-coverage.md. */
export function coverageTable(figures: readonly Coverage[], rows: readonly number[]): string {
  const keys = [...new Set(figures.map(({ measure, setting }) => `${measure} | ${setting}`))];
  const cell = (key: string, n: number): string => {
    const found = figures.find((one) => `${one.measure} | ${one.setting}` === key && one.rows === n);
    if (!found) return '';
    return found.coverage === null ? 'no interval' : `${(100 * found.coverage).toFixed(1)} %`;
  };
  return [
    `| measure | setting | ${rows.map((n) => `${n} rows`).join(' | ')} |`,
    `| --- | --- | ${rows.map(() => '---').join(' | ')} |`,
    ...keys.map((key) => `| ${key} | ${rows.map((n) => cell(key, n)).join(' | ')} |`),
  ].join('\n');
}
