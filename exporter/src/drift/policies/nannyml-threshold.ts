/** Standard deviations above the mean of the reference chunks at which a chunk alerts; NannyML's default, not configurable. */
const DEVIATIONS = 3;
/** No distance is above it. */
export const LARGEST_DISTANCE = 1;

/**
 * The distance above which NannyML 0.13 alerts.
 *
 * Formula: mean + 3 standard deviations (divisor n) of the distances of the reference's own chunks to the whole of it.
 * Shape:   at least one distance.
 */
export function nannymlThreshold(own: readonly number[]): number {
  return meanOf(own) + DEVIATIONS * deviationOf(own);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Divisor n, as numpy's std with ddof = 0. */
function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
