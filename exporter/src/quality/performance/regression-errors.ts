import { requireSameLength } from '../errors.js';

export interface RegressionErrors {
  readonly mae: number;
  readonly rmse: number;
  /** Null where all targets are equal. */
  readonly r2: number | null;
  /** A fraction, over the rows whose target is not 0; null where there is none. */
  readonly mape: number | null;
  /** Rows that mape leaves out. */
  readonly mapeExcluded: number;
}

/**
 * Errors of predicted amounts.
 *
 * Formula: mae = mean |y - f|; rmse = sqrt(mean (y - f)^2); r2 = 1 - sum (y - f)^2 / sum (y - mean y)^2; mape = mean |y - f| / |y|.
 * Shape:   one finite entry a row. Null without rows. Errors: QUALITY_LENGTH_MISMATCH.
 * Source:  as scikit-learn, but null where it gives 0, 1 or a huge number for what is undefined.
 * @example regressionErrors([1, 2], [1, 4])?.mae // 1
 */
export function regressionErrors(actual: ArrayLike<number>, predicted: ArrayLike<number>): RegressionErrors | null {
  requireSameLength('regressionErrors', actual, predicted);
  const n = actual.length;
  if (n === 0) return null;
  let mean = 0;
  let isConstant = true;
  for (let i = 0; i < n; i++) {
    mean += ((actual[i] as number) - mean) / (i + 1);
    if (actual[i] !== actual[0]) isConstant = false;
  }
  let [absolute, squared, spread, relative, counted] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const y = actual[i] as number;
    const error = y - (predicted[i] as number);
    absolute += Math.abs(error);
    squared += error * error;
    spread += (y - mean) ** 2;
    if (y === 0) continue;
    relative += Math.abs(error) / Math.abs(y);
    counted++;
  }
  return {
    mae: absolute / n,
    rmse: Math.sqrt(squared / n),
    r2: isConstant ? null : 1 - squared / spread,
    mape: counted > 0 ? relative / counted : null,
    mapeExcluded: n - counted,
  };
}
