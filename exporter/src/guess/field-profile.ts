import { durationOfText, timeOfText } from '../formats/index.js';
import { valueShapeOf, type ValueShape } from './value-shape.js';

/** Distinct values that are told apart; beyond it a field counts as having that many. */
const DISTINCT_LIMIT = 2000;
/** Numbers kept for a median. */
const NUMBERS_KEPT = 5000;

/** What the sampled records have in one place. Values stay in here; what is told about a field is counts and shapes. */
export class FieldProfile {
  readonly path: readonly string[];
  /** Records that have it with a value. */
  present = 0;
  nulls = 0;
  numbers = 0;
  integers = 0;
  texts = 0;
  booleans = 0;
  /** Lists and empty objects. */
  others = 0;
  /** Times and durations, written as texts. */
  times = 0;
  durations = 0;
  /** Steps from one record to the next that do not go back. */
  #forward = 0;
  #steps = 0;
  #last = -Infinity;
  readonly #distinct = new Map<string, number>();
  readonly #shapes = new Map<ValueShape, number>();
  readonly #kept: number[] = [];

  constructor(path: readonly string[]) {
    this.path = path;
  }

  get name(): string {
    return this.path.at(-1) ?? '';
  }

  get distinct(): number {
    return this.#distinct.size;
  }

  /** The same for people: '3 different', or '2000 or more different'. */
  get distinctWords(): string {
    return `${this.distinct}${this.distinct === DISTINCT_LIMIT ? ' or more' : ''} different`;
  }

  /** Values by how often they occur, most frequent first. For fields that are known to be harmless: status words, model names. */
  get values(): readonly string[] {
    return [...this.#distinct].sort(([, a], [, b]) => b - a).map(([value]) => value);
  }

  countOf(value: string): number {
    return this.#distinct.get(value) ?? 0;
  }

  /** Records with a text of a shape. */
  shaped(shape: ValueShape): number {
    return this.#shapes.get(shape) ?? 0;
  }

  /** Share of steps that do not go back in time. */
  get forwardRatio(): number {
    return this.#steps === 0 ? 1 : this.#forward / this.#steps;
  }

  /** NaN where there are no numbers. */
  get median(): number {
    const sorted = [...this.#kept].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? NaN;
  }

  /** Share of the numbers for which something holds. */
  numberRatio(holds: (value: number) => boolean): number {
    return this.#kept.length === 0 ? 0 : this.#kept.filter(holds).length / this.#kept.length;
  }

  add(value: unknown): void {
    if (value === null || value === undefined) return void this.nulls++;
    this.present++;
    if (typeof value === 'number') this.#addNumber(value);
    else if (typeof value === 'string') this.#addText(value);
    else if (typeof value === 'boolean') this.booleans++;
    else return void this.others++;
    const key = String(value);
    const known = this.#distinct.get(key);
    if (known !== undefined) this.#distinct.set(key, known + 1);
    else if (this.#distinct.size < DISTINCT_LIMIT) this.#distinct.set(key, 1);
  }

  #addNumber(value: number): void {
    this.numbers++;
    if (Number.isInteger(value)) this.integers++;
    if (this.#kept.length < NUMBERS_KEPT) this.#kept.push(value);
    this.#step(value);
  }

  #addText(text: string): void {
    this.texts++;
    const time = timeOfText(text);
    if (!Number.isNaN(time)) {
      this.times++;
      this.#step(time);
    }
    if (!Number.isNaN(durationOfText(text))) this.durations++;
    const shape = valueShapeOf(text);
    if (shape !== null) this.#shapes.set(shape, this.shaped(shape) + 1);
  }

  #step(value: number): void {
    if (this.#last > -Infinity) {
      this.#steps++;
      if (value >= this.#last) this.#forward++;
    }
    this.#last = value;
  }
}
