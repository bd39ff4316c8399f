import type { Notify, RejectReason } from '../contract/index.js';
import type { CountedRejects } from './fold-sink.js';
import type { FoldOutcome, Origin } from './record-fold.js';
import type { SourceCounters } from './source-counters.js';

/** Counts the rejected records of one source and says so. */
export class RejectAccounts {
  readonly #source: string;
  readonly #counters: SourceCounters;
  readonly #notify: Notify;

  constructor(source: string, counters: SourceCounters, notify: Notify) {
    this.#source = source;
    this.#counters = counters;
    this.#notify = notify;
  }

  /** Counts what a fold refused. */
  report({ rejected, firstOffset }: CountedRejects, origin: Origin): FoldOutcome['rejected'] {
    for (const reason of Object.keys(rejected) as RejectReason[]) {
      this.#count(reason, rejected[reason] ?? 0, `${origin.path}:${origin.streamOffset + (firstOffset[reason] ?? 0)}`);
    }
    return rejected;
  }

  /** Counts records that never reached the decoder, with the bytes they took. */
  reject(reason: RejectReason, count: number, bytes: number, origin: Origin): void {
    this.#counters.bytes += bytes;
    this.#counters.isDirty = true;
    this.#count(reason, count, `${origin.path}:${origin.streamOffset}`);
  }

  /** Counts the records of a batch that came a second time under its key. */
  countDuplicates(count: number): void {
    this.#counters.rejected.duplicate += count;
    this.#counters.isDirty = true;
  }

  #count(reason: RejectReason, count: number, where: string): void {
    this.#counters.rejected[reason] += count;
    this.#notify({ kind: 'records_rejected', source: this.#source, reason, count, where });
  }
}
