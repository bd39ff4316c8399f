import type { Field } from '../events/index.js';

/** A wanted field that is read as a category. */
export type CategoryField = Extract<Field, { kind: 'category' }>;

/**
 * Longest text, in UTF-16 units, that gets a code of its own; a longer one shares the code `capacity`, as if the dictionary
 * were full. Known values are exempt.
 * Why 256:   the capacity bounds how many values are kept, this how long they are: 1024 categories take at most 0.5 MB a column,
 *            where one-megabyte texts would take 2 GB. Model names and versions are at most 200 (contract/inference-event.ts).
 * Too low:   real categories fall together. Too high: a free-text field mapped by mistake fills the memory.
 * Pinned by: category-codes.test.ts
 */
export const MAX_CATEGORY_LENGTH = 256;

/**
 * The values of one category column and their codes: 0..known-1 for the known ones, further ones in order of first sight
 * while the field is `open` and there is room; `capacity` stands for all others.
 *
 * Memory: at most `capacity` values of MAX_CATEGORY_LENGTH beside the known ones.
 */
export class CategoryCodes {
  /** Value by code. Grows, never changes. */
  readonly values: string[];
  readonly capacity: number;
  readonly #isOpen: boolean;
  readonly #codes = new Map<string, number>();

  constructor(field: CategoryField) {
    this.values = [...field.known];
    this.capacity = field.capacity;
    this.#isOpen = field.growth === 'open';
    field.known.forEach((value, code) => {
      if (!this.#codes.has(value)) this.#codes.set(value, code);
    });
  }

  /** Code of a value that has one of its own. */
  find(value: string): number | undefined {
    return this.#codes.get(value);
  }

  /** Whether a value that has no code yet would get one of its own. */
  takes(value: string): boolean {
    return this.#isOpen && this.values.length < this.capacity && value.length <= MAX_CATEGORY_LENGTH;
  }

  /** Code of a value in an accepted record; a new value gets one if there is room. */
  codeOf(value: string): number {
    const known = this.#codes.get(value);
    if (known !== undefined) return known;
    if (!this.takes(value)) return this.capacity;
    const code = this.values.length;
    this.#codes.set(value, code);
    this.values.push(value);
    return code;
  }
}

/** The dictionaries of the category fields; null for the other fields. */
export function categoryCodesOf(fields: readonly Field[]): (CategoryCodes | null)[] {
  return fields.map((field) => (field.kind === 'category' ? new CategoryCodes(field) : null));
}
