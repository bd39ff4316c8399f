import { placementsOf } from '../performance/roc-auc.js';
import { logitInterval, type Interval } from './interval.js';
import { MIN_CLASS_ROWS } from './min-class-rows.js';
import { studentZ } from './student-z.js';

/**
 * Rows that each class is counted as having more, half right and half wrong, for the interval only.
 * Why 0.5:   where the area is near 1 a window without its few badly placed rows shows a large area and hardly any variance, both at once, and
 *            DeLong's interval then misses the true area from above: 7.6 % of windows for an area of 0.95 with 50 positives. With half a
 *            row more it is 4.0 %, with a whole one 5.5 %, all of them on the other side (docs/measurements/interval-coverage.md).
 * Too low:   pages for areas near 1 with few positives are wrong more often than they say. Too high: the interval is pulled to 0.5.
 * Change it: in code, with the measurement. Pinned by: quality/interval-coverage.test.ts
 */
const PRIOR_ROWS = 0.5;

/**
 * The area under the ROC curve with its interval.
 *
 * Formula: DeLong's variance of the placements of both classes, each with PRIOR_ROWS more at 1/2, on the log-odds of the area of the smaller
 *          class so counted; the quantile is that of Student's t with the degrees of freedom of Welch and Satterthwaite. The value itself is
 *          the plain area, and always inside.
 * Shape:   as rocAuc. Null where a class has no row; no bounds where one has fewer than MIN_CLASS_ROWS.
 * Source:  DeLong, DeLong and Clarke-Pearson 1988; Pepe 2003 for the log-odds; half a row more is what Jeffreys' prior is for a share (Brown,
 *          Cai and DasGupta 2001; the like of Agresti and Coull 1998). That they are put together for an area is ours, and measured.
 */
export function aucInterval(actual: ArrayLike<number>, score: ArrayLike<number>, z: number): Interval | null {
  const placed = placementsOf(actual, score);
  if (!placed) return null;
  const { positives, negatives } = placed;
  const value = positives.reduce((sum, v) => sum + v, 0) / positives.length;
  if (Math.min(positives.length, negatives.length) < MIN_CLASS_ROWS) return { value, lower: null, upper: null };
  const sides = [sideOf(positives), sideOf(negatives)] as const;
  const [{ mean }] = positives.length <= negatives.length ? sides : [sides[1]];
  const variance = sides[0].variance + sides[1].variance;
  const freedom = variance ** 2 / sides.reduce((sum, side) => sum + side.variance ** 2 / side.freedom, 0);
  const { lower, upper } = logitInterval(mean, variance, studentZ(z, freedom));
  return { value, lower: Math.min(lower as number, value), upper: Math.max(upper as number, value) };
}

/** Mean of the placements of a class, and the variance of that mean. */
function sideOf(placements: Float64Array): { mean: number; variance: number; freedom: number } {
  const rows = placements.length + PRIOR_ROWS;
  const mean = (placements.reduce((sum, v) => sum + v, 0) + PRIOR_ROWS / 2) / rows;
  const squares = placements.reduce((sum, v) => sum + (v - mean) ** 2, PRIOR_ROWS * (0.5 - mean) ** 2);
  return { mean, variance: squares / (rows - 1) / rows, freedom: placements.length - 1 };
}
