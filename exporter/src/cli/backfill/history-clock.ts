/**
 * The wall clock of a run over history: it stands still while there is something to read, and moves on by hand when there is not.
 * How long reading takes then decides nothing: no window closes because a disk was slow.
 */
export class HistoryClock {
  #nowMs: number;

  /** @param startMs events after it, plus the allowed skew, are of the future and rejected, as the exporter does */
  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  readonly nowMs = (): number => this.#nowMs;

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
