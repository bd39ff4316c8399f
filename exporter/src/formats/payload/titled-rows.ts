import type { JsonObject } from '../jsonl/parse-record.js';

/**
 * Makes objects of rows whose columns have titles. Rows of one request after the other have the same titles: an object with all of
 * them is kept, and copied before it is filled. Gained: 3 % of a Databricks record (184 to 190 k a CPU-second, tools/bench-formats.ts).
 */
export class TitledRows {
  readonly #titles: readonly string[];
  readonly #empty: JsonObject;
  readonly #nameAt: (position: number) => string;

  /** @param nameAt names values behind the last title */
  constructor(titles: readonly string[], nameAt: (position: number) => string) {
    this.#titles = titles;
    this.#nameAt = nameAt;
    this.#empty = Object.fromEntries(titles.map((title) => [title, null]));
  }

  /** Whether these are the titles of some columns as they are; only texts are compared. */
  isOf(columns: readonly unknown[]): boolean {
    const titles = this.#titles;
    if (columns.length !== titles.length) return false;
    for (let i = 0; i < titles.length; i++) if (columns[i] !== titles[i]) return false;
    return true;
  }

  row(values: readonly unknown[]): JsonObject {
    const titles = this.#titles;
    if (values.length !== titles.length) return this.#uneven(values);
    const features: Record<string, unknown> = { ...this.#empty };
    for (let i = 0; i < titles.length; i++) features[titles[i] as string] = values[i];
    return features;
  }

  #uneven(values: readonly unknown[]): JsonObject {
    return Object.fromEntries(values.map((value, i) => [this.#titles[i] ?? this.#nameAt(i), value]));
  }
}
