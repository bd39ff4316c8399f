/**
 * Exact probability that two samples of n and m values from one continuous distribution are at least this far apart.
 *
 * Formula: share of the lattice paths from (0, 0) to (n, m) that touch |i m - j n| >= steps:
 *          s(i, j) = (i s(i-1, j) + j s(i, j-1)) / (i + j), and 1 on and behind the boundary. It adds up what lies outside,
 *          so a small p keeps its digits (1 - inside would not).
 * Shape:   n, m >= 1; `steps` as from ksDistance. Ties are treated as if there were none, as scipy does.
 * Cost:    about (n + m) times the width of the band: 5 million steps for 10 000 against 9 973 at D = 0.025.
 * Source:  Hodges 1957, Ark. Mat. 3. Agrees with scipy 1.17.1 stats.ks_2samp(method='exact').
 * @example ksExactTail(8, 8, 64) // 0.0001554001554001554
 */
export function ksExactTail(n: number, m: number, steps: number): number {
  if (steps <= 0) return 1;
  if (n === m) return equalSizesTail(n, Math.round(steps / n));
  const wide = Math.max(n, m);
  const tall = Math.min(n, m);
  // outside[j] is s(i, j) of the column i at hand; what a column leaves below or above its band is 1.
  const outside = new Float64Array(tall + 1).fill(1);
  let low = 0;
  let high = lastInside(0, wide, tall, steps);
  outside.fill(0, 0, high + 1);
  for (let i = 1; i <= wide; i++) {
    const nextLow = firstInside(i, wide, tall, steps);
    outside.fill(1, low, Math.min(nextLow, high + 1));
    low = nextLow;
    high = lastInside(i, wide, tall, steps);
    let below = 1;
    for (let j = low; j <= high; j++) {
      below = (i * (outside[j] as number) + j * below) / (i + j); // j <= tall
      outside[j] = below;
    }
  }
  return Math.min(1, outside[tall] as number);
}

/** Smallest j >= 0 with i * tall - j * wide < steps. */
function firstInside(i: number, wide: number, tall: number, steps: number): number {
  return Math.max(0, Math.floor((i * tall - steps) / wide) + 1);
}

/** Largest j <= tall with j * wide - i * tall < steps. */
function lastInside(i: number, wide: number, tall: number, steps: number): number {
  return Math.min(tall, Math.ceil((i * tall + steps) / wide) - 1);
}

/**
 * The same for n = m, in closed form: 2 (C(2n, n-h) - C(2n, n-2h) + ...) / C(2n, n) with D = h / n, from the last term on.
 */
function equalSizesTail(n: number, h: number): number {
  let tail = 0;
  for (let k = Math.floor(n / h); k >= 1; k--) {
    let ratio = 1;
    for (let j = 0; j < h; j++) ratio *= (n - (k - 1) * h - j) / (n + (k - 1) * h + j + 1);
    tail = ratio * (1 - tail);
  }
  return Math.min(1, 2 * tail);
}
