import { requireSameLength } from '../errors.js';

/** Scores are kept this far from 0 and 1, or one sure mistake would cost infinitely much (scikit-learn: the same). */
const CLIP = 2 ** -52;
/** Bins of the calibration error. */
const CALIBRATION_BINS = 10;

/**
 * Mean negative log likelihood of the labels, natural log.
 *
 * Shape:  one entry a row: 1 or 0, and the probability of 1. Null without rows. Errors: QUALITY_LENGTH_MISMATCH.
 * @example logLoss([1, 0], [0.8, 0.2]) // 0.2231435513142097
 */
export function logLoss(actual: ArrayLike<number>, score: ArrayLike<number>): number | null {
  return meanOf('logLoss', actual, score, logLossOf);
}

/** The part of one row in it. */
export function logLossOf(y: number, p: number): number {
  const clipped = Math.min(Math.max(p, CLIP), 1 - CLIP);
  return y === 1 ? -Math.log(clipped) : -Math.log(1 - clipped);
}

/**
 * Mean squared difference of probability and label (Brier 1950).
 *
 * Shape:  as logLoss. Null without rows. Errors: QUALITY_LENGTH_MISMATCH.
 * @example brierScore([1, 0], [0.8, 0.2]) // 0.03999999999999999
 */
export function brierScore(actual: ArrayLike<number>, score: ArrayLike<number>): number | null {
  return meanOf('brierScore', actual, score, (y, p) => (p - y) ** 2);
}

/**
 * Expected calibration error: how far the mean probability of a bin is from the share of 1 in it.
 *
 * Formula: sum over 10 equal-width bins of (rows in the bin / rows) x |mean probability - share of 1|; bin = min(floor(10 p), 9).
 * Shape:   as logLoss. Null without rows. Errors: QUALITY_LENGTH_MISMATCH.
 * Source:  Naeini, Cooper and Hauskrecht 2015.
 * @example calibrationError([1, 0], [0.8, 0.2]) // 0.2
 */
export function calibrationError(actual: ArrayLike<number>, score: ArrayLike<number>): number | null {
  requireSameLength('calibrationError', actual, score);
  const labels = new Float64Array(CALIBRATION_BINS);
  const scores = new Float64Array(CALIBRATION_BINS);
  for (let i = 0; i < actual.length; i++) {
    const p = score[i] as number;
    const bin = Math.min(Math.floor(p * CALIBRATION_BINS), CALIBRATION_BINS - 1);
    labels[bin] = (labels[bin] as number) + (actual[i] as number);
    scores[bin] = (scores[bin] as number) + p;
  }
  const distance = scores.reduce((sum, p, bin) => sum + Math.abs(p - (labels[bin] as number)), 0);
  return actual.length > 0 ? distance / actual.length : null;
}

function meanOf(
  call: string,
  actual: ArrayLike<number>,
  score: ArrayLike<number>,
  costOf: (y: number, p: number) => number,
): number | null {
  requireSameLength(call, actual, score);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += costOf(actual[i] as number, score[i] as number);
  return actual.length > 0 ? sum / actual.length : null;
}
