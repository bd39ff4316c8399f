import type { LabelOutcome, PredictionOutcome } from '../../src/contract/index.js';

interface PlainRow {
  readonly id: string;
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly timeMs: number;
  labels: { value: number; timeMs: number }[];
}

/** The join of labels as one would write it without a thought of memory: every row is an object, every look-up a search. */
export class PlainLabelJoin {
  rows: PlainRow[] = [];
  waiting: { id: string; value: number; timeMs: number }[] = [];
  counts: Record<string, number> = {};
  closedUntilMs = -Infinity;
  readonly #horizonMs: number;

  constructor(horizonMs: number) {
    this.#horizonMs = horizonMs;
  }

  clone(): PlainLabelJoin {
    const copy = new PlainLabelJoin(this.#horizonMs);
    copy.rows = structuredClone(this.rows);
    copy.waiting = structuredClone(this.waiting);
    copy.counts = { ...this.counts };
    copy.closedUntilMs = this.closedUntilMs;
    return copy;
  }

  predict(row: Omit<PlainRow, 'labels'>): void {
    if (this.rows.some(({ id }) => id === row.id)) return this.#count(row.version, 'repeated');
    const kept = { ...row, labels: [] };
    this.rows.push(kept);
    this.#count(row.version, 'kept');
    const mine = this.waiting.filter(({ id }) => id === row.id);
    this.waiting = this.waiting.filter(({ id }) => id !== row.id);
    for (const label of mine) this.#join(kept, label);
  }

  label(id: string, value: number, timeMs: number): void {
    const row = this.rows.find((candidate) => candidate.id === id);
    if (row) this.#join(row, { value, timeMs });
    else if (timeMs < this.closedUntilMs) this.#count('', 'unmatched');
    else this.waiting.push({ id, value, timeMs });
  }

  closeUntil(ms: number): void {
    this.closedUntilMs = Math.max(this.closedUntilMs, ms);
    const gone = this.waiting.filter(({ timeMs }) => timeMs < this.closedUntilMs).length;
    for (let i = 0; i < gone; i++) this.#count('', 'expired');
    this.waiting = this.waiting.filter(({ timeMs }) => timeMs >= this.closedUntilMs);
  }

  erase(beforeMs: number): void {
    this.rows = this.rows.filter(({ endMs }) => endMs >= beforeMs);
  }

  /** The label that counts: the latest by its time, of those the one that came last. */
  static final({ labels }: PlainRow): number {
    let best = { value: NaN, timeMs: -Infinity };
    for (const label of labels) if (label.timeMs >= best.timeMs) best = label;
    return best.value;
  }

  /** Labels of a window in the order of its predictions; NaN for none. */
  labelsOf(version: string, startMs: number): number[] {
    return this.rows.filter((row) => row.version === version && row.startMs === startMs).map((row) => PlainLabelJoin.final(row));
  }

  #join(row: PlainRow, label: { value: number; timeMs: number }): void {
    if (label.timeMs - row.timeMs > this.#horizonMs) return this.#count(row.version, 'late');
    const before = PlainLabelJoin.final(row);
    row.labels.push(label);
    const after = PlainLabelJoin.final(row);
    const outcome = Number.isNaN(before) ? 'joined' : Object.is(before, after) ? 'duplicate' : 'corrected';
    this.#count(row.version, outcome);
  }

  #count(version: string, outcome: LabelOutcome | PredictionOutcome): void {
    this.counts[`${version}/${outcome}`] = (this.counts[`${version}/${outcome}`] ?? 0) + 1;
  }
}
