/**
 * The z of intervals that hold all at once, where one of several differences is picked for being the largest.
 *
 * Formula: the normal quantile of 1 - 0.05 / (2 comparisons) (Bonferroni).
 * Shape:   comparisons >= 1; 1 gives the z of a single interval of 95 %. Relative error below 1e-8.
 * Source:  Dunn 1961 for the rule; Acklam's rational approximation of the normal quantile.
 * @example simultaneousZ(3) // 2.39398
 */
export function simultaneousZ(comparisons: number): number {
  const tail = 0.025 / comparisons;
  return tail < TAIL_BEGINS ? -tailQuantile(tail) : -centralQuantile(tail);
}

/** Below it Acklam's form for the tail is used. */
const TAIL_BEGINS = 0.02425;
const A = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1, 2.506628277459239];
const B = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1];
const C = [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];

function tailQuantile(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return polynomial(C, q) / polynomial(D, q);
}

function centralQuantile(p: number): number {
  const q = p - 0.5;
  return (q * polynomial(A, q * q)) / polynomial(B, q * q);
}

function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
}
