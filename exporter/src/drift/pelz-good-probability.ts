/** Terms on each side of the sums; they fall like exp(-k^2), so the rest is far below a double's last digit for z < 3. */
const TERMS = 20;

/**
 * Distribution of Kolmogorov's distance for a large sample: P(D_n < d).
 *
 * Formula: K0(z) + K1(z) / n^(1/2) + K2(z) / n + K3(z) / n^(3/2) with z = d n^(1/2).
 * Shape:   n > 140, 0 < d < 1, n d^1.5 > 1.4; there it has at least five digits.
 * Unit:    a probability.
 * Source:  Pelz and Good 1976, J. R. Stat. Soc. B 38(2), as printed in Simard and L'Ecuyer 2011, J. Stat. Software 39(11).
 */
export function pelzGoodProbability(n: number, d: number): number {
  const root = Math.sqrt(n);
  const z = root * d;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const pi2 = Math.PI * Math.PI;
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  for (let k = 0; k < TERMS; k++) {
    // Half-integers come in pairs +-(k + 1/2).
    const h = pi2 * (k + 0.5) * (k + 0.5);
    const half = 2 * Math.exp(-h / (2 * z2));
    k0 += half / 2;
    k1 += half * (h - z2);
    k2 += half * (6 * z6 + 2 * z4 + h * (2 * z4 - 5 * z2) + h * h * (1 - 2 * z2));
    k3 += half * (h * h * h * (5 - 30 * z2) + h * h * (212 * z4 - 60 * z2) + h * (135 * z4 - 96 * z6) - 30 * z6 - 90 * z4 * z4);
  }
  let k2Whole = 0;
  let k3Whole = 0;
  for (let k = 1; k < TERMS; k++) {
    const w = pi2 * k * k;
    const whole = 2 * Math.exp(-w / (2 * z2));
    k2Whole += whole * w;
    k3Whole += whole * (3 * w * z2 - w * w);
  }
  const c = Math.sqrt(Math.PI / 2);
  const terms = [
    (Math.sqrt(2 * Math.PI) / z) * k0,
    (c / (6 * z4)) * k1,
    (c / (72 * z6 * z)) * k2 - (c / (36 * z2 * z)) * k2Whole,
    (c / (6480 * z6 * z4)) * k3 + (c / (2160 * z6)) * k3Whole,
  ] as const;
  return terms[0] + (terms[1] + (terms[2] + terms[3] / root) / root) / root;
}
