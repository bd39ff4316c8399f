import type { QualityEstimate } from '../../baseline/index.js';
import type { Measure, QualitySettings } from '../../contract/index.js';
import { estimateInterval, estimateSpread, type EstimatedAndFound } from '../intervals/estimate-interval.js';
import { Z95 } from '../../statistics/index.js';
import { binaryRows } from '../measures/binary-rows.js';
import { metricOf } from '../metric-table.js';
import type { PredictionRows } from '../performance/prediction-rows.js';
import { ESTIMATED_METRICS, estimatesOf, type EstimatedMetric } from './estimate-measures.js';
import { unlabelledRows } from './estimate-window.js';
import { calibrationOf, scoreCounts } from './score-counts.js';

/**
 * The calibration of the scores over all rows of the reference, and how well estimates did on its chunks.
 *
 * Method:  every chunk is estimated by a calibration of the other chunks only, and compared with what its labels say. What is left beyond
 *          chance is the spread of the estimate; `covered` counts the chunks whose interval, with the spread of the others, held the value.
 * Returns: null where no row has both a score and a label.
 */
export function backtestEstimates(
  rows: PredictionRows,
  settings: QualitySettings,
  parts: readonly PredictionRows[],
  realised: readonly (readonly Measure[])[],
): QualityEstimate | null {
  const all = scoreCounts(binaryRows(rows, settings));
  const fitted = calibrationOf(all);
  if (!fitted) return null;
  const estimated = parts.map((part) => {
    const others = calibrationOf(all, scoreCounts(binaryRows(part, settings), all.scores));
    return others && estimatesOf(unlabelledRows(part, settings, others));
  });
  const backtest = ESTIMATED_METRICS.map((metric) => {
    const pairs = estimated.flatMap((estimates, i): EstimatedAndFound[] => {
      const estimate = estimates?.[metric];
      const found = realised[i]?.find((measure) => measure.metric === metric)?.value ?? null;
      return estimate && found !== null ? [{ estimate: estimate.value, variance: estimate.variance, found }] : [];
    });
    const covered = pairs.filter((pair, i) => isCovered(metric, pair, estimateSpread(pairs.toSpliced(i, 1)))).length;
    return { metric, chunks: pairs.length, covered, spread: estimateSpread(pairs) };
  });
  return { calibration: { x: [...fitted.x], y: [...fitted.y] }, backtest };
}

function isCovered(metric: EstimatedMetric, { estimate, variance, found }: EstimatedAndFound, spread: number): boolean {
  const range = metricOf('binary', metric)?.range ?? [null, null];
  const { lower, upper } = estimateInterval(estimate, variance + spread ** 2, Z95, range);
  return lower !== null && upper !== null && lower <= found && found <= upper;
}
