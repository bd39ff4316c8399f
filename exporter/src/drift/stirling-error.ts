/**
 * What Stirling's formula leaves out: ln Gamma(a + 1) - (a + 1/2) ln a + a - ln(2 pi) / 2.
 *
 * Formula: 1/(12 a) - 1/(360 a^3) + 1/(1260 a^5) - 1/(1680 a^7) + 1/(1188 a^9); absolute error below 1e-14 for a >= 15.
 * Source:  Abramowitz and Stegun 6.1.41.
 * Not for: a < 15.
 * @example stirlingError(100) // 0.0008333305556349206
 */
export function stirlingError(a: number): number {
  const s = 1 / (a * a);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / a;
}
