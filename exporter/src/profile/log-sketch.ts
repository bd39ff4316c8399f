/** Sub-buckets an octave. 64 give a relative half-width of at most 1/128 = 0.79 %, under the promised 1 %. */
const SUB_BUCKETS = 64;
/** Top mantissa bits kept: log2(SUB_BUCKETS). The high word of a double is sign, 11 bits of exponent, 20 of mantissa. */
const KEEP_SHIFT = 20 - Math.log2(SUB_BUCKETS);
/** Magnitudes outside are counted in the outermost buckets. 2^-33 is about 1.2e-10, 2^41 about 2.2e12. */
const LEAST_EXPONENT = -33;
const GREATEST_EXPONENT = 41;
const FIRST_INDEX = (LEAST_EXPONENT + 1023) * SUB_BUCKETS;
const LAST_INDEX = (GREATEST_EXPONENT + 1023) * SUB_BUCKETS - 1;
const WORD = new DataView(new ArrayBuffer(8));
/** Version of the byte layout. */
const ENCODING_VERSION = 1;

/** A bucket of the sketch: `count` values x with lower <= x, and below the `lower` of every higher bucket; `upper` is for its middle. */
export interface SketchBucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/**
 * Counts of values in buckets that are equally wide relative to their value, for quantiles of any distribution.
 *
 * Error:  a quantile is off by at most 1 % of the value for 1e-9 <= |x| <= 1e12; 0 is exact; smaller and larger magnitudes
 *         count as the nearest of these.
 * Memory: 8 bytes a bucket between the least and the greatest value seen: 64 an octave and sign, at most 75 KiB.
 * Merge:  adds counts; any order and grouping give bit-equal sketches.
 * Not for: NaN and infinities (they are refused: `add` returns without counting), exact extremes.
 */
export class LogSketch {
  count = 0;
  #zeros = 0;
  readonly #positive = new BucketRun();
  readonly #negative = new BucketRun();

  /** Counts a value, `count` times. */
  add(x: number, count = 1): void {
    if (x > 0) {
      if (x === Infinity) return;
      this.#positive.add(indexOf(x), count);
    } else if (x < 0) {
      if (x === -Infinity) return;
      this.#negative.add(indexOf(-x), count);
    } else if (x === 0) this.#zeros += count;
    else return;
    this.count += count;
  }

  /** Adds another sketch; the other one is not changed. */
  merge(other: LogSketch): void {
    this.count += other.count;
    this.#zeros += other.#zeros;
    this.#positive.merge(other.#positive);
    this.#negative.merge(other.#negative);
  }

  /**
   * The value below which a share q of the values lies (nearest rank), as the middle of its bucket.
   *
   * @param q in [0, 1]
   * @returns null for an empty sketch
   */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    let rank = Math.max(1, Math.ceil(q * this.count));
    for (const { lower, upper, count } of this.buckets()) {
      rank -= count;
      if (rank <= 0) return lower === upper ? lower : (lower + upper) / 2;
    }
    return null;
  }

  /** Filled buckets in ascending order of their values; `lower` of a negative bucket is the more negative bound. */
  *buckets(): Generator<SketchBucket> {
    for (const { index, count } of this.#negative.descending())
      yield { lower: nextTowardsZero(-lowerOf(index + 1)), upper: -lowerOf(index), count };
    if (this.#zeros > 0) yield { lower: 0, upper: 0, count: this.#zeros };
    for (const { index, count } of this.#positive.ascending()) yield { lower: lowerOf(index), upper: lowerOf(index + 1), count };
  }

  /** Version, zeros, then each side as first index, length and counts (8-byte little-endian numbers). */
  encode(): Uint8Array {
    const parts = [ENCODING_VERSION, this.count, this.#zeros, ...this.#positive.numbers(), ...this.#negative.numbers()];
    return new Uint8Array(Float64Array.from(parts).buffer);
  }

  /** The inverse of `encode`; null where the bytes are damaged or of another version. */
  static decode(bytes: Uint8Array): LogSketch | null {
    const numbers = new Float64Array(bytes.slice().buffer, 0, bytes.length >> 3);
    if (numbers[0] !== ENCODING_VERSION) return null;
    const sketch = new LogSketch();
    sketch.count = numbers[1] ?? 0;
    sketch.#zeros = numbers[2] ?? 0;
    const next = sketch.#positive.restore(numbers, 3);
    const end = next === null ? null : sketch.#negative.restore(numbers, next);
    return end === numbers.length && sketch.count === sketch.#zeros + sketch.#positive.total() + sketch.#negative.total() ? sketch : null;
  }
}

/** Bucket of a positive number: exponent and leading mantissa bits, which are the upper bits of the double itself. */
function indexOf(x: number): number {
  WORD.setFloat64(0, x);
  const index = WORD.getInt32(0) >>> KEEP_SHIFT;
  return index < FIRST_INDEX ? FIRST_INDEX : index > LAST_INDEX ? LAST_INDEX : index;
}

function lowerOf(index: number): number {
  WORD.setInt32(0, index << KEEP_SHIFT);
  WORD.setInt32(4, 0);
  return WORD.getFloat64(0);
}

/** The next double after a negative one: magnitudes are half-open at their upper end, so a negative bucket is at its lower end. */
function nextTowardsZero(x: number): number {
  WORD.setFloat64(0, x);
  WORD.setBigInt64(0, WORD.getBigInt64(0) - 1n);
  return WORD.getFloat64(0);
}

/** Counts of consecutive bucket indexes; grows to both sides. */
class BucketRun {
  #counts = new Float64Array(0);
  #first = 0;

  add(index: number, count: number): void {
    let at = index - this.#first;
    if (at < 0 || at >= this.#counts.length) {
      this.#cover(index, index);
      at = index - this.#first;
    }
    this.#counts[at] = (this.#counts[at] as number) + count;
  }

  merge(other: BucketRun): void {
    if (other.#counts.length === 0) return;
    this.#cover(other.#first, other.#first + other.#counts.length - 1);
    other.#counts.forEach((count, i) => {
      if (count > 0) this.add(other.#first + i, count);
    });
  }

  *ascending(): Generator<{ index: number; count: number }> {
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i] as number;
      if (count > 0) yield { index: this.#first + i, count };
    }
  }

  *descending(): Generator<{ index: number; count: number }> {
    for (let i = this.#counts.length - 1; i >= 0; i--) {
      const count = this.#counts[i] as number;
      if (count > 0) yield { index: this.#first + i, count };
    }
  }

  /** Without empty buckets at the ends, so that equal contents encode to equal bytes. */
  numbers(): number[] {
    let from = 0;
    let to = this.#counts.length;
    while (from < to && this.#counts[from] === 0) from++;
    while (to > from && this.#counts[to - 1] === 0) to--;
    return [from === to ? 0 : this.#first + from, to - from, ...this.#counts.subarray(from, to)];
  }

  total(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Takes over what `numbers()` gave, from `at` on; returns the offset behind it, or null where that cannot be. */
  restore(numbers: Float64Array, at: number): number | null {
    const first = numbers[at];
    const length = numbers[at + 1];
    if (first === undefined || length === undefined || !Number.isInteger(first) || !Number.isInteger(length)) return null;
    const end = at + 2 + length;
    const isInRange = length === 0 || (first >= FIRST_INDEX && first + length - 1 <= LAST_INDEX);
    if (length < 0 || end > numbers.length || !isInRange) return null;
    this.#first = first;
    this.#counts = numbers.slice(at + 2, end);
    return end;
  }

  #cover(from: number, to: number): void {
    const { length } = this.#counts;
    const first = length === 0 ? from : Math.min(from, this.#first);
    const last = length === 0 ? to : Math.max(to, this.#first + length - 1);
    if (length > 0 && first === this.#first && last === this.#first + length - 1) return;
    // Room for an octave on either side, so that a spreading distribution does not copy at each step.
    const roomFirst = Math.max(FIRST_INDEX, first - SUB_BUCKETS);
    const roomLast = Math.min(LAST_INDEX, last + SUB_BUCKETS);
    const grown = new Float64Array(roomLast - roomFirst + 1);
    grown.set(this.#counts, this.#first === 0 && length === 0 ? 0 : this.#first - roomFirst);
    this.#counts = grown;
    this.#first = roomFirst;
  }
}
