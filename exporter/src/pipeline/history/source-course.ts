import type { RejectReason } from '../../contract/index.js';

/** What one source brought in one step of event time. */
export interface SourceStep {
  events: number;
  rejected: Partial<Record<RejectReason, number>>;
}

/** A record that was refused, and where it begins in its piece. */
export interface RefusedRecord {
  readonly reason: RejectReason;
  readonly offset: number;
}

/**
 * The course of one source: how many records it brought and how many were refused, by steps of event time.
 *
 * A record that was refused has no time that could be believed: it counts at the newest time that stood in the log before it.
 */
export class SourceCourse {
  /** By number of the step since 1970. */
  readonly steps = new Map<number, SourceStep>();
  /** Models whose records it was seen to hold, and from when on. */
  readonly models = new Map<string, number>();
  readonly #stepMs: number;
  #newestMs = -Infinity;

  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  /** A model was met for the first time. */
  meets(model: string): void {
    this.models.set(model, this.#newestMs);
  }

  /**
   * Takes in a piece.
   *
   * @param accepted offset and time of each accepted record, in the order of the piece
   * @param refused in any order
   */
  note(accepted: readonly { readonly offset: number; readonly timeMs: number }[], refused: readonly RefusedRecord[]): void {
    const waiting = [...refused].sort((a, b) => a.offset - b.offset);
    let next = 0;
    const refuseBefore = (offset: number): void => {
      for (; next < waiting.length && (waiting[next] as RefusedRecord).offset < offset; next++) {
        const { reason } = waiting[next] as RefusedRecord;
        // Before the first event there is no time at all, and nobody could have been told when.
        if (this.#newestMs === -Infinity) continue;
        const { rejected } = this.#stepAt(this.#newestMs);
        rejected[reason] = (rejected[reason] ?? 0) + 1;
      }
    };
    for (const { offset, timeMs } of accepted) {
      refuseBefore(offset);
      this.#newestMs = Math.max(this.#newestMs, timeMs);
      this.#stepAt(timeMs).events++;
    }
    refuseBefore(Infinity);
  }

  #stepAt(timeMs: number): SourceStep {
    const number = Math.floor(timeMs / this.#stepMs);
    let step = this.steps.get(number);
    if (!step) this.steps.set(number, (step = { events: 0, rejected: {} }));
    return step;
  }
}
