export interface Moments {
  readonly mean: number | null;
  /** Population standard deviation (divides by n). */
  readonly sd: number | null;
}

/**
 * Mean and standard deviation of sorted values.
 *
 * Formula: two passes, each sum compensated (Neumaier 1974), error about one rounding of the result.
 * Shape:   ascending finite values. They must be sorted: the last bit of a sum depends on the order of its terms, and readers
 *          with several threads deliver them in any order.
 * Errors:  none. No values, or a sum beyond the range of a double, give null.
 * Agrees with numpy.mean and numpy.std (ddof = 0).
 * @example momentsOf(Float64Array.of(1, 2, 3, 4)) // { mean: 2.5, sd: 1.118033988749895 }
 */
export function momentsOf(sorted: Float64Array): Moments {
  const n = sorted.length;
  const mean = sumOf(sorted, 0, 1) / n;
  if (!Number.isFinite(mean)) return { mean: null, sd: null };
  const variance = sumOf(sorted, mean, 2) / n;
  return { mean: mean + 0, sd: Number.isFinite(variance) ? Math.sqrt(variance) : null };
}

/** Sum of the first or second powers of (x - centre). */
function sumOf(values: Float64Array, centre: number, power: 1 | 2): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = (values[i] as number) - centre;
    const x = power === 1 ? distance : distance * distance;
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + lost;
}
