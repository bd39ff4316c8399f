import { rocAuc } from '../performance/roc-auc.js';
import { logitInterval, type Interval } from './interval.js';
import { MIN_CLASS_ROWS } from './min-class-rows.js';
import { wilson } from './wilson.js';

/**
 * The area under the ROC curve with its interval.
 *
 * Formula: DeLong's variance on the log-odds of the area. Where that variance is 0 or unknown (the classes do not overlap, or one has a
 *          single row) the Wilson interval of the area over the rows of the smaller class: no variance is larger than
 *          area (1 - area) / rows of the smaller class, so this is on the safe side, where [1, 1] would claim to be certain.
 * Shape:   as rocAuc. Null where a class has no row; no bounds where one has fewer than MIN_CLASS_ROWS.
 * Source:  DeLong, DeLong and Clarke-Pearson 1988; Pepe 2003 for the log-odds; Birnbaum and Klose 1957 for the bound.
 */
export function aucInterval(actual: ArrayLike<number>, score: ArrayLike<number>, z: number): Interval | null {
  const { value, variance } = rocAuc(actual, score);
  if (value === null) return null;
  let positives = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] === 1) positives++;
  const smaller = Math.min(positives, actual.length - positives);
  if (smaller < MIN_CLASS_ROWS) return { value, lower: null, upper: null };
  if (variance !== null && variance > 0 && value > 0 && value < 1) return logitInterval(value, variance, z);
  const bound = wilson(value * smaller, smaller, z);
  return bound && { ...bound, value };
}
