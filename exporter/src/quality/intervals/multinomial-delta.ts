/**
 * The variance of a smooth function of the shares of some cells, by the delta method.
 *
 * Formula: (sum of q_c g_c^2 - (sum of q_c g_c)^2) / n, with q_c the share of cell c and g_c the derivative of the function by it.
 * Shape:   counts of the cells and their derivatives, in one order. Source: Agresti 2013, Categorical Data Analysis, section 16.1.
 */
export function multinomialVariance(counts: ArrayLike<number>, derivatives: ArrayLike<number>): number {
  let n = 0;
  for (let c = 0; c < counts.length; c++) n += counts[c] as number;
  let [mean, squares] = [0, 0];
  for (let c = 0; c < counts.length; c++) {
    const share = (counts[c] as number) / n;
    mean += share * (derivatives[c] as number);
    squares += share * (derivatives[c] as number) ** 2;
  }
  return Math.max(0, squares - mean ** 2) / n;
}
