import type { Random } from './seeded-random.js';

/**
 * Draws counts of n values over bins with given probabilities (multinomial), without drawing the values themselves.
 *
 * Walker's alias method in Vose's form: one random number per value picks a column and, with its fraction, one of the two
 * bins that share it. The fraction has 32 - log2(k) random bits: about 27 at 20 bins.
 * Source: Vose 1991, IEEE Trans. Software Eng. 17(9).
 */
export class Multinomial {
  readonly #own: Float64Array;
  readonly #alias: Int32Array;

  /** @param probabilities one per bin, summing to 1 */
  constructor(probabilities: readonly number[]) {
    const k = probabilities.length;
    const scaled = probabilities.map((p) => p * k);
    this.#own = new Float64Array(k).fill(1);
    this.#alias = Int32Array.from({ length: k }, (_, i) => i);
    const small = scaled.flatMap((p, i) => (p < 1 ? [i] : []));
    const large = scaled.flatMap((p, i) => (p < 1 ? [] : [i]));
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop() as number; // both lists hold something
      const rich = large.pop() as number;
      this.#own[poor] = scaled[poor] ?? 0;
      this.#alias[poor] = rich;
      scaled[rich] = (scaled[rich] ?? 0) + (scaled[poor] ?? 0) - 1;
      ((scaled[rich] ?? 0) < 1 ? small : large).push(rich);
    }
  }

  draw(n: number, random: Random): number[] {
    const k = this.#own.length;
    const counts = new Array<number>(k).fill(0);
    for (let i = 0; i < n; i++) {
      const place = random() * k;
      const column = Math.floor(place);
      const bin = place - column < (this.#own[column] ?? 1) ? column : (this.#alias[column] ?? 0);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  }
}
