import type { LabelPeriod } from './label-period.js';

/** Rows of a chunk at most; a reference to a row is the number of its chunk and these bits. */
export const CHUNK_BITS = 12;
export const CHUNK_ROWS = 1 << CHUNK_BITS;
const SMALLEST = 32;

/** Labels of rows. Amounts: NaN is absent. Classes: code -1 is absent. */
export type LabelColumn = Float64Array | Int16Array;

/**
 * What is held in memory of the predictions of a period: the hash of the id, the time, and the label once there is one. What was
 * predicted stays in the store until the period is scored.
 *
 * Memory: 12 bytes a row, with labels 22 (classes) or 28 (amounts); a chunk that grows holds up to twice that.
 */
export class RowChunk {
  readonly period: LabelPeriod;
  /** Number of its first row in the period. */
  readonly firstRow: number;
  readonly isOfClasses: boolean;
  n = 0;
  lo = new Uint32Array(SMALLEST);
  hi = new Uint32Array(SMALLEST);
  /** Milliseconds from the start of the period; for windows beyond 49 days no more than these. */
  offsets = new Uint32Array(SMALLEST);
  labels: LabelColumn | null = null;
  labelTimes: Float64Array | null = null;

  constructor(period: LabelPeriod, firstRow: number, isOfClasses: boolean) {
    this.period = period;
    this.firstRow = firstRow;
    this.isOfClasses = isOfClasses;
  }

  get isFull(): boolean {
    return this.n === CHUNK_ROWS;
  }

  /** @returns its row in the chunk */
  add(lo: number, hi: number, offsetMs: number): number {
    if (this.n === this.lo.length) this.#resize(Math.min(CHUNK_ROWS, this.n * 2));
    this.lo[this.n] = lo;
    this.hi[this.n] = hi;
    this.offsets[this.n] = offsetMs;
    return this.n++;
  }

  /** Sets the label of a row. */
  setLabel(row: number, value: number, timeMs: number): void {
    this.labels ??= columnOf(this.lo.length, this.isOfClasses);
    this.labelTimes ??= new Float64Array(this.lo.length).fill(NaN);
    this.labels[row] = value;
    this.labelTimes[row] = timeMs;
  }

  /** Time of the label of a row; NaN where there is none. */
  labelTime(row: number): number {
    return this.labelTimes === null ? NaN : (this.labelTimes[row] as number);
  }

  /** Gives back the room that it does not need: no row is added any more. */
  trim(): void {
    if (this.n < this.lo.length) this.#resize(Math.max(1, this.n));
  }

  #resize(length: number): void {
    this.lo = resized(this.lo, new Uint32Array(length));
    this.hi = resized(this.hi, new Uint32Array(length));
    this.offsets = resized(this.offsets, new Uint32Array(length));
    if (this.labels) this.labels = resized<LabelColumn>(this.labels, columnOf(length, this.isOfClasses));
    if (this.labelTimes) this.labelTimes = resized(this.labelTimes, new Float64Array(length).fill(NaN));
  }
}

/** A column without labels. */
export function columnOf(length: number, isOfClasses: boolean): LabelColumn {
  return isOfClasses ? new Int16Array(length).fill(-1) : new Float64Array(length).fill(NaN);
}

function resized<Column extends Uint32Array | Float64Array | Int16Array>(from: Column, into: Column): Column {
  into.set(from.length > into.length ? from.subarray(0, into.length) : from);
  return into;
}
