import type { QualityEstimate } from '../../baseline/index.js';
import type { Measure, QualitySettings } from '../../contract/index.js';
import { binaryRows } from '../measures/binary-rows.js';
import { isotonicAt, type IsotonicFit } from '../performance/isotonic-regression.js';
import type { PredictionRows } from '../performance/prediction-rows.js';
import { estimateMeasures } from './estimate-measures.js';
import type { UnlabelledRows } from './expected-moves.js';

/**
 * What the measures of a window are expected to be, from all its rows that have a score, labelled or not.
 *
 * Returns: nothing with fewer of them than min_samples, and nothing for a window without a positive or without a negative to expect.
 */
export function estimateWindow(
  rows: PredictionRows,
  settings: QualitySettings,
  { calibration, backtest }: QualityEstimate,
  z: number,
): Measure[] {
  const fit = { x: Float64Array.from(calibration.x), y: Float64Array.from(calibration.y) };
  const spreadOf = (name: string): number => backtest.find(({ metric }) => metric === name)?.spread ?? 0;
  const unlabelled = unlabelledRows(rows, settings, fit);
  return unlabelled.p.length < settings.min_samples ? [] : estimateMeasures(unlabelled, z, spreadOf);
}

/** The rows with a score, by their calibrated chance. */
export function unlabelledRows(rows: PredictionRows, settings: QualitySettings, fit: IsotonicFit): UnlabelledRows {
  const { scores, predicted } = binaryRows(rows, settings);
  const scored = Int32Array.from(scores.keys()).filter((i) => Number.isFinite(scores[i]));
  const own = Float64Array.from(scored, (i) => scores[i] as number);
  return { p: own.map((score) => isotonicAt(fit, score)), scores: own, predicted: Int8Array.from(scored, (i) => predicted[i] as number) };
}
