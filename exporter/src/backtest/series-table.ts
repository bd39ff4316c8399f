import { backtestError } from './errors.js';

/**
 * Samples that are held at once.
 * Why 100 million: 1.2 GB here and some 3 GB in promtool; three months of 25 models each minute, as far as rules read them.
 * Too low:         histories that fit are refused. Too high: the machine is out of memory after minutes, without a word.
 * Pinned by:       series-table.test.ts
 */
export const MAX_SAMPLES = 100_000_000;

/** Gaps of so many steps are scrapes that failed; in a longer one the series was not there, and Prometheus calls it stale. */
const MAX_MISSED = 2;

const WEEK_MS = 7 * 86_400_000;
/** Metrics whose value is a time since 1970, by the naming of Prometheus. */
const IS_TIME = /_(timestamp|start_time)_seconds$/;

/** Samples of a history on a grid of steps: each stands at the first step at which it was known. */
export class SeriesTable {
  readonly stepMs: number;
  readonly #series = new Map<string, Column>();
  readonly #maxSamples: number;
  #samples = 0;
  #first = Infinity;
  #last = -Infinity;

  constructor(stepMs: number, maxSamples = MAX_SAMPLES) {
    this.stepMs = stepMs;
    this.#maxSamples = maxSamples;
  }

  get samples(): number {
    return this.#samples;
  }

  /** First and last step with a sample, in ms since 1970. */
  get startMs(): number {
    return this.#first * this.stepMs;
  }

  get endMs(): number {
    return this.#last * this.stepMs;
  }

  /** Names of the metrics that have samples. */
  get names(): Set<string> {
    return new Set([...this.#series.keys()].map(nameOf));
  }

  /**
   * Adds a sample; of several at one step the last counts.
   *
   * @param series as it is printed: `name{label="value"}`
   * @returns false where the samples of the series go back in time
   * Errors: BACKTEST_TOO_LARGE
   */
  add(series: string, timeMs: number, value: number): boolean {
    const slot = Math.ceil(timeMs / this.stepMs);
    let column = this.#series.get(series);
    if (!column) this.#series.set(series, (column = new Column()));
    const before = column.lastSlot;
    if (slot < before) return false;
    column.set(slot, value);
    if (slot === before) return true;
    if (++this.#samples > this.#maxSamples) throw backtestError('BACKTEST_TOO_LARGE', { most: this.#maxSamples });
    this.#first = Math.min(this.#first, slot);
    this.#last = Math.max(this.#last, slot);
    return true;
  }

  /**
   * The time that stands for 1970 in a replay, in ms: promtool begins there. By whole weeks, so that the hour of the day and the day of
   * the week stay what they were.
   */
  get originMs(): number {
    return Math.floor((Math.floor(this.startMs / WEEK_MS) * WEEK_MS) / this.stepMs) * this.stepMs;
  }

  /** Steps from the origin to the last sample. */
  get lastStep(): number {
    return this.#last - this.originMs / this.stepMs;
  }

  /**
   * Series in promtool's notation, from the origin on.
   *
   * @param reads names of metrics; null for all
   */
  *inputSeries(reads: ReadonlySet<string> | null): Iterable<{ readonly series: string; readonly values: string }> {
    const origin = this.originMs / this.stepMs;
    for (const [series, column] of this.#series) {
      const name = nameOf(series);
      if (reads !== null && !reads.has(name)) continue;
      // What is a time moves with all others, or `time() - x` would be half a century.
      const shift = IS_TIME.test(name) ? this.originMs / 1000 : 0;
      yield { series, values: column.text(origin, this.#last, shift) };
    }
  }
}

function nameOf(series: string): string {
  const at = series.indexOf('{');
  return at < 0 ? series : series.slice(0, at);
}

/** The samples of one series, in the order of time. */
class Column {
  #slots = new Int32Array(64);
  #values = new Float64Array(64);
  #length = 0;

  get lastSlot(): number {
    return this.#length === 0 ? -Infinity : (this.#slots[this.#length - 1] as number);
  }

  set(slot: number, value: number): void {
    if (slot > this.lastSlot) this.#length++;
    if (this.#length > this.#slots.length) {
      const [slots, values] = [new Int32Array(2 * this.#slots.length), new Float64Array(2 * this.#slots.length)];
      slots.set(this.#slots);
      values.set(this.#values);
      [this.#slots, this.#values] = [slots, values];
    }
    this.#slots[this.#length - 1] = slot;
    this.#values[this.#length - 1] = value;
  }

  text(origin: number, last: number, shift: number): string {
    const parts: string[] = [];
    let next = origin;
    for (let i = 0; i < this.#length;) {
      const slot = this.#slots[i] as number;
      parts.push(...gap(slot - next, next > origin));
      const value = this.#values[i] as number;
      let run = 1;
      while (i + run < this.#length && this.#slots[i + run] === slot + run && Object.is(this.#values[i + run], value)) run++;
      parts.push(`${numberText(value - shift)}${run > 1 ? `x${run - 1}` : ''}`);
      next = slot + run;
      i += run;
    }
    parts.push(...gap(last + 1 - next, true));
    return parts.join(' ');
  }
}

function gap(steps: number, hasBegun: boolean): string[] {
  if (steps <= 0) return [];
  if (!hasBegun || steps <= MAX_MISSED) return [`_x${steps}`];
  return ['stale', `_x${steps - 1}`];
}

function numberText(value: number): string {
  if (value === Infinity) return 'Inf';
  return value === -Infinity ? '-Inf' : String(value);
}
