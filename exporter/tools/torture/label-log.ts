/** Predictions are spread over this time, and labels come up to as much later. */
export const SPAN_MS = 30 * 86_400_000;
/** Of the ids, in hundredths: without a label, with one that comes twice, with a wrong one before. */
const [MISSING, TWICE, WRONG_FIRST] = [10, 6, 3];
/** Labels of ids that were never predicted, one to so many predictions. */
const STRANGER_EVERY = 200;
/** A step through all ids that leaves none out, as it has no factor with a count below a hundred million but 1. */
const STEP = 1_000_000_007;

/** Knuth's multiplicative hash: what decides the fate of an id. */
const hashOf = (i: number): number => Math.imul(i + 1, 0x9e3779b1) >>> 0;

/** What the exporter must show of the labels that were written. */
export interface LabelTotals {
  readonly joined: number;
  /** Labels beyond the first of their prediction: duplicates or corrections, as the order has it. */
  readonly again: number;
  readonly strangers: number;
}

/** Predictions of two versions over 30 days, and their labels in an order that has nothing to do with time: late, twice, corrected, missing, of ids unknown. */
export class LabelLog {
  readonly rows: number;
  readonly #startMs: number;

  /** @param startMs time of the first prediction */
  constructor(rows: number, startMs: number) {
    this.rows = rows;
    this.#startMs = startMs;
  }

  /** The line of a prediction. */
  prediction(i: number): string {
    const hash = hashOf(i);
    const score = ((hash >>> 8) % 1000) / 1000;
    return `{"ts":${this.#timeOf(i)},"id":"r${i}","v":"${1 + (hash % 2)}","y":${score >= 0.5 ? 1 : 0},"p":${score}}\n`;
  }

  /** The lines of the label that comes n-th, counted from 0 to `rows` - 1; often one, none for an id without. */
  labels(n: number): string {
    const i = Number((BigInt(n) * BigInt(STEP)) % BigInt(this.rows));
    const hash = hashOf(i);
    const share = hash % 100;
    const lines = i % STRANGER_EVERY === 0 ? [labelLine(`x${i}`, 1, this.#startMs)] : [];
    if (share < MISSING) return lines.join('');
    const truth = this.#truth(hash);
    const knownMs = this.#timeOf(i) + 1000 + ((hash >>> 4) % (SPAN_MS - 2000));
    if (share < MISSING + WRONG_FIRST) lines.push(labelLine(`r${i}`, 1 - truth, knownMs - 500));
    lines.push(labelLine(`r${i}`, truth, knownMs));
    if (share >= MISSING + WRONG_FIRST && share < MISSING + WRONG_FIRST + TWICE) lines.push(labelLine(`r${i}`, truth, knownMs));
    // The one that counts is not always the last.
    return (hash & 1) === 0 ? lines.join('') : lines.reverse().join('');
  }

  totals(): LabelTotals {
    let [joined, again, strangers] = [0, 0, 0];
    for (let i = 0; i < this.rows; i++) {
      const share = hashOf(i) % 100;
      if (i % STRANGER_EVERY === 0) strangers++;
      if (share >= MISSING) joined++;
      if (share >= MISSING && share < MISSING + WRONG_FIRST + TWICE) again++;
    }
    return { joined, again, strangers };
  }

  /** Right in 85 of 100, more often where the score is far from the middle. */
  #truth(hash: number): number {
    const score = (hash >>> 8) % 1000;
    const chance = score >= 500 ? 700 + (score - 500) / 2 : 300 - (500 - score) / 2;
    return Math.imul(hash, 0x85ebca6b) >>> 22 < (chance / 1000) * 1024 ? 1 : 0;
  }

  #timeOf(i: number): number {
    return this.#startMs + Math.floor((i / this.rows) * SPAN_MS);
  }
}

function labelLine(id: string, y: number, ms: number): string {
  return `{"id":"${id}","y":${y},"ts":${ms}}\n`;
}
