/** Beyond it a tail is 2e-16: no sample that fits into a window says more. */
const MOST_Z = 8.2;
/** Of z; a p-value then has three digits, which is more than a decision needs, and a metric is measured 17 times at most. */
const PRECISION = 1e-4;

/**
 * How wide an interval may become before it reaches what it is to exclude: the z of the widest one that lies beyond it.
 *
 * Formula: the root of `beyond`, which falls as z grows, by bisection.
 * Shape:   `beyond(z)` > 0 where the interval of that z lies wholly beyond; null where there is no interval.
 * Returns: 0 where not even the value itself lies beyond it, 8.2 at most; null where there is no interval. The same input gives the same bits.
 * Source:  a test and its interval are one: p <= alpha exactly where the interval of 1 - alpha excludes the hypothesis.
 * @example excludingZ((z) => 1.5 - z) // 1.5, to 0.0001
 */
export function excludingZ(beyond: (z: number) => number | null): number | null {
  const first = beyond(0);
  if (first === null) return null;
  if (!(first > 0)) return 0;
  let [low, high] = [0, MOST_Z];
  while (high - low > PRECISION) {
    const at = (low + high) / 2;
    const found = beyond(at);
    if (found === null) return null;
    if (found > 0) low = at;
    else high = at;
  }
  return low;
}
