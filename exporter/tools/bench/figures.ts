/** Median of a list; the upper one of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** The value below which a share of the list lies (nearest rank). */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** 1 950 000 as 1.95 M, 95 000 as 95 k. */
export function short(n: number): string {
  if (n >= 1e6) return `${(n / 1e6).toFixed(2)} M`;
  return n >= 1000 ? `${(n / 1000).toFixed(0)} k` : n.toFixed(n < 10 ? 2 : 0);
}
