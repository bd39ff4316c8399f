/** Share of the windows that form the tail of a feature. */
const TAIL_SHARE = 0.1;
/** Values that form a tail at least. */
const MIN_TAIL = 3;

/**
 * The level that a feature is expected to reach in a given share of undisturbed windows, for the whole reference and for the reference
 * without a block and the blocks beside it (see leaveBlockOut).
 *
 * Formula: an exponential law over the largest tenth of the values: start of the tail + mean excess * ln(share of the tail / wanted share).
 *          PSI of an undisturbed feature is about a sum of squares of normal numbers, whose tail is exponential up to a slow factor;
 *          a bounded one (a season) is overestimated, and is stretched back with all features together (fitThresholds).
 * Shape:   values >= 0 or NaN, in order of time; wanted in (0, 1).
 * Unit:    that of the values. 0 where there are none.
 * Source:  Davison and Smith 1990, JRSS B 52(3), with shape 0.
 */
export class TailLevel {
  readonly #largestFirst: Int32Array;
  readonly #values: Float64Array;
  readonly #known: number;
  readonly #blockLength: number;
  readonly #wanted: number;

  constructor(values: Float64Array, blockLength: number, wanted: number) {
    const known = values.filter((value) => !Number.isNaN(value)).sort();
    // Only these can be in a tail, whichever block is left out; putting all windows in order would take most of the time of a fit.
    const most = Math.max(MIN_TAIL, Math.ceil(TAIL_SHARE * known.length)) + 3 * blockLength;
    const least = known[Math.max(0, known.length - most)] ?? 0;
    const candidates = Int32Array.from(values.keys()).filter((w) => (values[w] as number) >= least);
    this.#largestFirst = candidates.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
    this.#values = values;
    this.#known = known.length;
    this.#blockLength = blockLength;
    this.#wanted = wanted;
  }

  whole(): number {
    return this.#level(this.#known, null);
  }

  /** The level as the other blocks tell it: what is known of the window is not used to judge it. */
  without(block: number): number {
    let inside = 0;
    const to = Math.min(this.#values.length, (block + 2) * this.#blockLength);
    for (let w = Math.max(0, block - 1) * this.#blockLength; w < to; w++) inside += Number.isNaN(this.#values[w]) ? 0 : 1;
    return this.#level(this.#known - inside, block);
  }

  #level(known: number, leftOut: number | null): number {
    const size = Math.min(known, Math.max(MIN_TAIL, Math.ceil(TAIL_SHARE * known)));
    if (size === 0) return 0;
    let taken = 0;
    let sum = 0;
    let start = 0;
    for (const w of this.#largestFirst) {
      if (leftOut !== null && Math.abs(Math.floor(w / this.#blockLength) - leftOut) <= 1) continue;
      start = this.#values[w] as number;
      sum += start;
      if (++taken === size) break;
    }
    return start + (sum / size - start) * Math.max(0, Math.log(size / known / this.#wanted));
  }
}
