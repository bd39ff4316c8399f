import type { QualityVerdict } from '../../contract/index.js';
import { BlockLog } from './block-log.js';
import { RecordBuffer, eachRecord } from './record-buffer.js';
import { CHUNK_BITS, columnOf, type LabelColumn, type RowChunk } from './label-rows.js';

/** Bytes of a prediction in the store: hash (8), offset in the period (4), group (4), answer (8), score (8). */
export const PREDICTION_BYTES = 32;
/** Bytes of a label in the store: row in the period (4), value (8), time (8). */
export const LABEL_BYTES = 20;

/** What was predicted, as numbers: an amount, or the code of a class; NaN and -1 are absent. */
export interface StoredPrediction {
  readonly answer: number;
  readonly score: number;
  /** Code of the groups that the row belongs to; -1 for none. */
  readonly group: number;
}

/** The predictions of one version in one window, and the labels that joined them. */
export class LabelPeriod {
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly chunks: RowChunk[] = [];
  /** Of the chunks, in the index. */
  readonly chunkNumbers: number[] = [];
  n = 0;
  labelled = 0;
  /** Labels in the log of the period, those that were replaced included. */
  entries = 0;
  /** `revision` when it was scored last; -1 for never. */
  scoredAt = -1;
  /** Of the verdict reached last. */
  state: QualityVerdict['state'] | null = null;
  /** No prediction comes any more. */
  isClosed = false;
  readonly predictionLog = new BlockLog();
  readonly labelLog = new BlockLog();
  /** What the store does not have yet. */
  newPredictions = new RecordBuffer(PREDICTION_BYTES);
  newLabels = new RecordBuffer(LABEL_BYTES);

  constructor(version: string, startMs: number, endMs: number) {
    this.version = version;
    this.startMs = startMs;
    this.endMs = endMs;
  }

  /** Grows with all that can change a verdict. */
  get revision(): number {
    return this.n + this.entries;
  }

  get isDirty(): boolean {
    return this.newPredictions.records > 0 || this.newLabels.records > 0;
  }

  notePrediction(lo: number, hi: number, offsetMs: number, { answer, score, group }: StoredPrediction): void {
    const { view, at } = this.newPredictions.next();
    view.setUint32(at, lo, true);
    view.setUint32(at + 4, hi, true);
    view.setUint32(at + 8, offsetMs, true);
    view.setInt32(at + 12, group, true);
    view.setFloat64(at + 16, answer, true);
    view.setFloat64(at + 24, score, true);
  }

  noteLabel(row: number, value: number, timeMs: number): void {
    const { view, at } = this.newLabels.next();
    view.setUint32(at, row, true);
    view.setFloat64(at + 4, value, true);
    view.setFloat64(at + 12, timeMs, true);
    this.entries++;
  }

  /** A label as the store has it: what was joined is not judged again. */
  takeLabel(row: number, value: number, timeMs: number): void {
    const chunk = this.chunks[row >>> CHUNK_BITS] as RowChunk;
    if (Number.isNaN(chunk.labelTime(row - chunk.firstRow))) this.labelled++;
    chunk.setLabel(row - chunk.firstRow, value, timeMs);
    this.entries++;
  }

  /** What was new is in the store. */
  forgetNew(): void {
    if (this.newPredictions.records > 0) this.newPredictions = new RecordBuffer(PREDICTION_BYTES);
    if (this.newLabels.records > 0) this.newLabels = new RecordBuffer(LABEL_BYTES);
  }

  /** The labels of all rows, in their order. */
  labels(isOfClasses: boolean): LabelColumn {
    const column = columnOf(this.n, isOfClasses);
    for (const { labels, firstRow, n } of this.chunks) if (labels) column.set(labels.subarray(0, n), firstRow);
    return column;
  }
}

/** Predictions as columns, in the order in which they came. */
export interface PredictionColumns {
  readonly n: number;
  readonly answers: Float64Array;
  readonly scores: Float64Array;
  readonly groups: Int32Array;
}

/** Reads what the logs of a period hold, committed and not; null where the bytes are damaged. */
export function predictionColumns(blocks: readonly Uint8Array[]): PredictionColumns | null {
  const n = blocks.reduce((sum, { length }) => sum + length, 0) / PREDICTION_BYTES;
  if (!Number.isInteger(n)) return null;
  const [answers, scores, groups] = [new Float64Array(n), new Float64Array(n), new Int32Array(n)];
  let row = 0;
  const isWhole = blocks.every((bytes) =>
    eachRecord(bytes, PREDICTION_BYTES, (view, at) => {
      groups[row] = view.getInt32(at + 12, true);
      answers[row] = view.getFloat64(at + 16, true);
      scores[row] = view.getFloat64(at + 24, true);
      row++;
    }),
  );
  return isWhole ? { n, answers, scores, groups } : null;
}
