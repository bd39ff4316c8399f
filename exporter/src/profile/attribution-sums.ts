import { LARGEST_AMOUNT } from '../events/index.js';
import { addCounts } from './traffic-totals.js';

/** Reasons of a record that are counted: its strongest attributions. */
const REASONS = 3;

/** What one feature contributed to the predictions of a window. */
export interface FeatureAttribution {
  readonly feature: number;
  /** Mean of |attribution| over the records that have one; null where none has. */
  readonly mean: number | null;
  readonly n: number;
  /** Records in which it was the strongest, and among the three strongest. */
  readonly top1: number;
  readonly top3: number;
}

/**
 * What each feature contributed to the predictions of one window: the sum of |attribution|, its number, and how often the feature was
 * among the reasons of a record. No attribution of a record is kept.
 *
 * Reasons: the features with the largest |attribution| above 0; of equal ones those that come first in the baseline.
 * Memory:  32 bytes a feature.
 * Merge:   adds; counts are bit-equal in any order, sums within 1e-9.
 */
export class AttributionSums {
  /** One array, so that it is stored and merged as a whole: records, invalid values, then four numbers a feature. */
  readonly #numbers: Float64Array;
  readonly #features: number;

  constructor(features: number) {
    this.#features = features;
    this.#numbers = new Float64Array(2 + 4 * features);
  }

  /** Records that had at least one attribution. */
  get rows(): number {
    return this.#numbers[0] as number;
  }

  /** Values that are no attribution: infinite, beyond 1e12, or of another type than a number. */
  get invalid(): number {
    return this.#numbers[1] as number;
  }

  of(feature: number): FeatureAttribution {
    const at = 2 + 4 * feature;
    const [sum, n, top1, top3] = this.#numbers.subarray(at, at + 4) as unknown as [number, number, number, number];
    return { feature, mean: n > 0 ? sum / n : null, n, top1, top3 };
  }

  /**
   * Adds the rows `order[from..to)`.
   *
   * @param columns numbers of each feature, NaN where there is none; null for a feature without a column
   * @param isOther whether a NaN stands for a value of another type
   */
  addRows(
    columns: readonly (Float64Array | null)[],
    isOther: (feature: number, row: number) => boolean,
    order: Int32Array,
    from: number,
    to: number,
  ): void {
    const numbers = this.#numbers;
    const strongest = new Int32Array(REASONS);
    const strengths = new Float64Array(REASONS);
    for (let k = from; k < to; k++) {
      const r = order[k] as number;
      let found = 0;
      let reasons = 0;
      for (let f = 0; f < this.#features; f++) {
        const column = columns[f];
        if (!column) continue;
        const x = Math.abs(column[r] as number);
        if (!(x <= LARGEST_AMOUNT)) {
          if (x === x || isOther(f, r)) numbers[1] = (numbers[1] as number) + 1;
          continue;
        }
        found++;
        const at = 2 + 4 * f;
        numbers[at] = (numbers[at] as number) + x;
        numbers[at + 1] = (numbers[at + 1] as number) + 1;
        if (x === 0 || (reasons === REASONS && x <= (strengths[REASONS - 1] as number))) continue;
        // Insertion: three places, and most features are not among them.
        let place = reasons < REASONS ? reasons++ : REASONS - 1;
        for (; place > 0 && x > (strengths[place - 1] as number); place--) {
          strengths[place] = strengths[place - 1] as number;
          strongest[place] = strongest[place - 1] as number;
        }
        strengths[place] = x;
        strongest[place] = f;
      }
      if (found > 0) numbers[0] = (numbers[0] as number) + 1;
      for (let i = 0; i < reasons; i++) {
        const at = 2 + 4 * (strongest[i] as number);
        if (i === 0) numbers[at + 2] = (numbers[at + 2] as number) + 1;
        numbers[at + 3] = (numbers[at + 3] as number) + 1;
      }
    }
  }

  /** @throws RangeError when the other one is of another number of features */
  merge(other: AttributionSums): void {
    if (other.#features !== this.#features) throw new RangeError('attributions of different features cannot be merged');
    addCounts(this.#numbers, other.#numbers);
  }

  /** All of it, to be stored. */
  get numbers(): Float64Array {
    return this.#numbers;
  }

  /** The inverse of `numbers`; null where they are not of so many features. */
  static restore(numbers: unknown, features: number): AttributionSums | null {
    if (!(numbers instanceof Float64Array) || numbers.length !== 2 + 4 * features) return null;
    const sums = new AttributionSums(features);
    sums.#numbers.set(numbers);
    return sums;
  }
}
