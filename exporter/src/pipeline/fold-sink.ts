import type { RejectReason } from '../contract/index.js';
import type { RowSink } from '../formats/index.js';

export interface CountedRejects {
  readonly rejected: Partial<Record<RejectReason, number>>;
  /** Where the first record of each reason begins in the buffer. */
  readonly firstOffset: Partial<Record<RejectReason, number>>;
}

/** Collects what the decoder says of one piece. */
export class FoldSink implements RowSink {
  readonly rows: (n: number) => void;
  readonly #reasons: RejectReason[] = [];
  readonly #offsets: number[] = [];
  readonly #labels: number[] = [];

  /** @param rows takes the accepted records that the columns hold */
  constructor(rows: (n: number) => void) {
    this.rows = rows;
  }

  reject(reason: RejectReason, offset: number): void {
    this.#reasons.push(reason);
    this.#offsets.push(offset);
  }

  label(offset: number): void {
    this.#labels.push(offset);
  }

  /** Every reject that begins before an offset, with its place. */
  rejectsBefore(end: number): { readonly reason: RejectReason; readonly offset: number }[] {
    return this.#reasons.flatMap((reason, i) => {
      const offset = this.#offsets[i] as number;
      return offset < end ? [{ reason, offset }] : [];
    });
  }

  /** Labels that begin before an offset. */
  labelsBefore(end: number): number {
    return this.#labels.reduce((count, offset) => (offset < end ? count + 1 : count), 0);
  }

  /** The rejects that begin before an offset: what follows is left for another call. */
  countedBefore(end: number): CountedRejects {
    const rejected: Partial<Record<RejectReason, number>> = {};
    const firstOffset: Partial<Record<RejectReason, number>> = {};
    this.#reasons.forEach((reason, i) => {
      const offset = this.#offsets[i] as number;
      if (offset >= end) return;
      rejected[reason] = (rejected[reason] ?? 0) + 1;
      firstOffset[reason] = Math.min(firstOffset[reason] ?? Infinity, offset);
    });
    return { rejected, firstOffset };
  }
}
