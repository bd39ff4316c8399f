/** Smallest and largest finite value seen. */
export class ValueRange {
  #least = Infinity;
  #most = -Infinity;

  widen(values: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const x = values[i] as number;
      if (x - x !== 0) continue;
      if (x < this.#least) this.#least = x;
      if (x > this.#most) this.#most = x;
    }
  }

  /** Whether more than one value was seen. */
  get varies(): boolean {
    return this.#least < this.#most;
  }
}
