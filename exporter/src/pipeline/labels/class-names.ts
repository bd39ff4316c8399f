/**
 * Class names of a model, as small codes: predictions and labels of one model share them, so that equal names are equal numbers.
 *
 * They grow with what the logs hold, up to a bound; a name beyond it has no code.
 */
export class ClassNames {
  readonly #capacity: number;
  readonly #names: string[] = [];
  readonly #codes = new Map<string, number>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** Code of a name; -1 where there are too many names already. */
  codeOf(name: string): number {
    const known = this.#codes.get(name);
    if (known !== undefined) return known;
    if (this.#names.length >= this.#capacity) return -1;
    this.#codes.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  restore(names: readonly string[]): void {
    for (const name of names) {
      this.#codes.set(name, this.#names.length);
      this.#names.push(name);
    }
  }
}
