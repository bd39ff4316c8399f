/** A column of which nothing came. */
export const NO_VALUES = new Float64Array(0);

/**
 * Copies the finite values of `from` to `to`, from position `at` on; -0 becomes 0.
 *
 * @returns how many there were
 */
export function copyFinite(from: Float64Array, to: Float64Array, at: number): number {
  let next = at;
  for (let i = 0; i < from.length; i++) {
    const x = from[i] as number;
    if (x - x === 0) to[next++] = x + 0;
  }
  return next - at;
}
