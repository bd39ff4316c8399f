import { kolmogorovTail } from './kolmogorov-tail.js';
import { ksDistance, type KsDistance } from './ks-distance.js';
import { ksExactTail } from './ks-exact-tail.js';

/**
 * Sample size up to which `auto` counts paths exactly.
 * Why 10 000: scipy's MAX_AUTO_N (1.17.1), so that both give the same p.
 * Too low:   p is off by the asymptotic error. Too high: one test of a large window takes seconds.
 * Change it: not configurable.
 * Pinned by: drift/golden.test.ts (ks-two-sample, 10 000 and 10 001)
 */
export const MAX_EXACT_SAMPLE = 10_000;

/** Bound of n m / gcd(n, m) beyond which scipy gives up the exact method, also where it is asked for (2^31 - 1). */
const MAX_LATTICE = 2_147_483_647;

export interface KsResult {
  readonly statistic: number;
  readonly pValue: number;
  /** The method that was used in the end. */
  readonly method: 'exact' | 'asymp';
}

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided.
 *
 * Formula: statistic as in ksDistance. Exact p: ksExactTail. Asymptotic p: the finite-sample tail of the one-sample
 *          distance (kolmogorovTail) at n_e = n m / (n + m), rounded half to even; not the limit law.
 * Shape:   two samples of any lengths >= 1, in any order. `auto` is exact up to MAX_EXACT_SAMPLE values.
 * Unit:    pValue is a probability: 1e-9 relative error if exact, 1e-5 if asymptotic. Conservative where values tie.
 * Errors:  DRIFT_EMPTY_SAMPLE, DRIFT_NOT_FINITE.
 * Source:  agrees with scipy 1.17.1 stats.ks_2samp(method='auto' | 'exact' | 'asymp').
 * Not for: judging the size of a shift: at 500 000 rows a shift of 0.02 standard deviations is always significant.
 * @example ksTwoSample([1, 2, 3, 4, 5], [6, 7, 8, 9]).pValue // 0.015873015873015872
 */
export function ksTwoSample(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  method: 'auto' | 'exact' | 'asymp' = 'auto',
): KsResult {
  const distance = ksDistance(reference, current);
  return { statistic: distance.statistic, ...ksTail(reference.length, current.length, distance, method) };
}

/** The p-value of a distance between samples of n and m values; also of one that was found otherwise (ksBinnedTest). */
export function ksTail(
  n: number,
  m: number,
  { statistic, steps }: KsDistance,
  method: 'auto' | 'exact' | 'asymp',
): Pick<KsResult, 'pValue' | 'method'> {
  const isExact =
    (method === 'exact' || (method === 'auto' && Math.max(n, m) <= MAX_EXACT_SAMPLE)) &&
    (n / greatestCommonDivisor(n, m)) * m < MAX_LATTICE;
  if (isExact) return { pValue: ksExactTail(n, m, steps), method: 'exact' };
  return { pValue: kolmogorovTail(roundHalfToEven((n * m) / (n + m)), statistic), method: 'asymp' };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** numpy's rounding; Math.round takes 2.5 to 3. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
