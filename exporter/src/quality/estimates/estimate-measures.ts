import type { Measure } from '../../contract/index.js';
import { estimateInterval, labelVariance } from '../intervals/estimate-interval.js';
import { measureOf } from '../measures/measure.js';
import { metricOf } from '../metric-table.js';
import { accuracyOf, f1Of, precisionOf, recallOf, specificityOf } from '../performance/confusion.js';
import { estimatePerformance, type EstimatedPerformance } from '../performance/estimate-performance.js';
import { logLossOf } from '../performance/probability-scores.js';
import { EXPECTED_MOVES, type UnlabelledRows } from './expected-moves.js';

/** Metrics that can be estimated without labels, in the order of the metric table. */
export const ESTIMATED_METRICS = ['roc_auc', 'accuracy', 'precision', 'recall', 'specificity', 'f1', 'log_loss', 'brier'] as const;
export type EstimatedMetric = (typeof ESTIMATED_METRICS)[number];

/** An estimate with the variance that chance gives the labels; null where the metric is not defined for the rows. */
export interface Estimate {
  readonly value: number;
  readonly variance: number;
}

const VALUES: Readonly<Record<EstimatedMetric, (rows: UnlabelledRows, estimated: EstimatedPerformance) => number | null>> = {
  roc_auc: (_, { rocAuc }) => rocAuc,
  accuracy: (_, { confusion }) => accuracyOf(confusion),
  precision: (_, { confusion }) => precisionOf(confusion),
  recall: (_, { confusion }) => recallOf(confusion),
  specificity: (_, { confusion }) => specificityOf(confusion),
  f1: (_, { confusion }) => f1Of(confusion),
  log_loss: (rows) => expectedCost(rows, logLossOf),
  brier: (rows) => expectedCost(rows, (y, s) => (s - y) ** 2),
};

/**
 * What each metric of a binary classifier is expected to be once labels come.
 *
 * Shape:   rows with a score and a predicted class. Null for each metric that is not defined for them.
 * Source:  estimatePerformance for the values; the expected Brier score and log loss are sums over rows, so exact.
 * Not for: `average_precision` and `ece`, whose expected value is no simple function of the chances; regression and many classes, for which
 *          a log holds no probability to begin with.
 */
export function estimatesOf(rows: UnlabelledRows): Readonly<Record<EstimatedMetric, Estimate | null>> {
  const { p, scores, predicted } = rows;
  const estimated = estimatePerformance(p, scores, predicted);
  const areProbabilities = scores.every((s) => s >= 0 && s <= 1);
  const estimateOf = (metric: EstimatedMetric): Estimate | null => {
    const isCost = metric === 'log_loss' || metric === 'brier';
    const value = estimated === null || (isCost && !areProbabilities) ? null : VALUES[metric](rows, estimated);
    if (value === null || estimated === null) return null;
    return { value, variance: labelVariance(p, EXPECTED_MOVES[metric](rows, estimated, value)) };
  };
  return Object.fromEntries(ESTIMATED_METRICS.map((metric) => [metric, estimateOf(metric)])) as Record<EstimatedMetric, Estimate | null>;
}

/**
 * The same with intervals of the value that will then be found.
 *
 * @param spreadOf the standard deviation of the error of an estimate itself, beyond chance (estimateSpread)
 */
export function estimateMeasures(rows: UnlabelledRows, z: number, spreadOf: (metric: EstimatedMetric) => number): Measure[] {
  const n = rows.p.length;
  if (n === 0) return [];
  const estimates = estimatesOf(rows);
  return ESTIMATED_METRICS.map((metric) => {
    const estimate = estimates[metric];
    const range = metricOf('binary', metric)?.range ?? [null, null];
    const interval = estimate && estimateInterval(estimate.value, estimate.variance + spreadOf(metric) ** 2, z, range);
    return measureOf(metric, interval, n);
  });
}

function expectedCost({ p, scores }: UnlabelledRows, costOf: (y: number, s: number) => number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [chance, score] = [p[i] as number, scores[i] as number];
    sum += chance * costOf(1, score) + (1 - chance) * costOf(0, score);
  }
  return sum / p.length;
}
