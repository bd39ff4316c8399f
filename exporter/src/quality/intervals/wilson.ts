import type { Interval } from './interval.js';

/**
 * The score interval of a proportion.
 *
 * Formula: (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4 n^2)) / (1 + z^2 / n); 0 of n begins at exactly 0, n of n ends at exactly 1.
 * Shape:   0 <= successes <= n; successes may be fractional. Null without rows.
 * Source:  Wilson 1927, JASA 22; statsmodels' proportion_confint(method='wilson') and scipy's binomtest().proportion_ci agree.
 * @example wilson(0, 10, 1.96)?.upper // 0.27753...
 */
export function wilson(successes: number, n: number, z: number): Interval | null {
  if (n <= 0) return null;
  const p = successes / n;
  const centre = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    value: p,
    lower: successes <= 0 ? 0 : Math.max(0, (centre - half) / scale),
    upper: successes >= n ? 1 : Math.min(1, (centre + half) / scale),
  };
}
