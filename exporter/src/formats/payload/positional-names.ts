import { TitledRows } from './titled-rows.js';

/** Names that are kept once they were made. A longer list of values has names that are made again for each record. */
const MOST_NAMES = 10_000;

/** Names of the values of one instance that come without names: the configured ones, then f0, f1, ... by their position. */
export class PositionalNames {
  readonly #names: string[];
  #titled: TitledRows | null = null;

  constructor(configured: readonly string[]) {
    this.#names = [...configured];
  }

  at(position: number): string {
    return this.#names[position] ?? `f${position}`;
  }

  /** The first n names, or more. The list is kept: no record may change it. */
  first(n: number): readonly string[] {
    const names = this.#names;
    while (names.length < n && names.length < MOST_NAMES) names.push(`f${names.length}`);
    return names;
  }

  /** Rows under the titles of some columns; a title that is none is replaced by the name of its position. */
  titled(columns: readonly unknown[]): TitledRows {
    if (!this.#titled?.isOf(columns)) {
      const titles = columns.map((title, i) => (typeof title === 'string' ? title : typeof title === 'number' ? `${title}` : this.at(i)));
      this.#titled = new TitledRows(titles, (position) => this.at(position));
    }
    return this.#titled;
  }
}
