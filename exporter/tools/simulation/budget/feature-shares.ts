import { twoSidedNormalQuantile, twoSidedNormalTail } from '../../../src/drift/index.js';

/** Judged bins of a numeric feature, as the baseline makes them by default: tenths of the reference. */
const NUMERIC_BINS = 10;
/** Categories of a categorical feature; category i has weight 1 / i (Zipf). */
const CATEGORIES = 20;
/** Shifts are rounded to this part of a standard deviation, so that shares can be kept. */
const STEP = 0.01;

/** Probabilities of the bins of a feature, by how far it is shifted, in standard deviations. */
export class FeatureShares {
  readonly bins: readonly string[];
  readonly #sharesAt: (shift: number) => Float64Array;
  readonly #kept = new Map<number, Float64Array>();

  private constructor(bins: number, sharesAt: (shift: number) => Float64Array) {
    this.bins = Array.from({ length: bins }, (_, i) => `b${String(i).padStart(2, '0')}`);
    this.#sharesAt = sharesAt;
  }

  /** A normal feature in tenths of all its values; `spread` is the standard deviation of its shifts. */
  static numeric(spread: number): FeatureShares {
    const whole = Math.sqrt(1 + spread * spread);
    const edges = normalEdges(Array.from({ length: NUMERIC_BINS }, () => 1 / NUMERIC_BINS)).map((edge) => edge * whole);
    return new FeatureShares(NUMERIC_BINS, (shift) => {
      const below = [0, ...edges.map((edge) => normalBelow(edge - shift)), 1];
      return Float64Array.from({ length: NUMERIC_BINS }, (_, i) => (below[i + 1] as number) - (below[i] as number));
    });
  }

  /**
   * A categorical feature whose every second category gains what the others lose: its log odds move by the shift times a pattern of
   * mean 0 and variance 1, so that a small shift has the PSI of a normal feature shifted as far.
   */
  static categorical(): FeatureShares {
    const still = zipfShares();
    const raw = still.map((_, i) => (i % 2 === 0 ? 1 : -1));
    const mean = raw.reduce<number>((sum, v, i) => sum + v * (still[i] as number), 0);
    const sd = Math.sqrt(raw.reduce<number>((sum, v, i) => sum + (v - mean) ** 2 * (still[i] as number), 0));
    const pattern = raw.map((v) => (v - mean) / sd);
    return new FeatureShares(CATEGORIES, (shift) => {
      const weights = still.map((p, i) => p * Math.exp(shift * (pattern[i] as number)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return Float64Array.from(weights, (weight) => weight / total);
    });
  }

  at(shift: number): Float64Array {
    const step = Math.round(shift / STEP);
    let shares = this.#kept.get(step);
    if (!shares) this.#kept.set(step, (shares = this.#sharesAt(step * STEP)));
    return shares;
  }
}

export function zipfShares(): number[] {
  const weights = Array.from({ length: CATEGORIES }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Inner edges between which a standard normal value lies with the given shares. */
export function normalEdges(shares: readonly number[]): number[] {
  let below = 0;
  return shares.slice(0, -1).map((share) => {
    below += share;
    if (Math.abs(below - 0.5) < 1e-12) return 0;
    return Math.sign(below - 0.5) * twoSidedNormalQuantile(Math.abs(2 * below - 1));
  });
}

function normalBelow(z: number): number {
  const outside = twoSidedNormalTail(z) / 2;
  return z < 0 ? outside : 1 - outside;
}
