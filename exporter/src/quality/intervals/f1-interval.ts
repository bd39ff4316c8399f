import { wilson } from '../../statistics/index.js';
import type { Interval } from './interval.js';

/**
 * The interval of F1.
 *
 * Formula: J = tp / (tp + fp + fn) is a proportion of the rows that are positive or predicted so; its Wilson bounds become bounds of
 *          F1 = 2 J / (1 + J), which grows with J.
 * Shape:   counts. Null where tp + fp + fn is 0.
 * Source:  Lam, Gopal and Qian 2023, "Confidence intervals for the F1 score: a comparison of four methods" (the indirect Wilson one).
 */
export function f1Interval(tp: number, errors: number, z: number): Interval | null {
  const jaccard = wilson(tp, tp + errors, z);
  if (!jaccard) return null;
  const f1 = (j: number): number => (2 * j) / (1 + j);
  return { value: (2 * tp) / (2 * tp + errors), lower: f1(jaccard.lower), upper: f1(jaccard.upper) };
}
