import type { SeededRandom } from './seeded-random.js';

/** How late a half may be written, in event time: the 5 minutes of the issue. */
const LATEST_MS = 300_000;
/** Requests a second of event time. */
const PAIRS_PER_SECOND = 280;
const LATE_CHANCE = 0.4;
const ALONE_CHANCE = 0.01;
const AGAIN_CHANCE = 0.02;

/** What the exporter must show of the halves that were written. */
export interface HalfTotals {
  pairs: number;
  latencyMs: number;
  requests: number;
  responses: number;
  lonelyRequests: number;
  lonelyResponses: number;
  duplicates: number;
}

/**
 * Writes what KServe's payload logger would: a request and a response for each inference, as structured CloudEvents, late and out of
 * order by up to 5 minutes of event time, 1 % of the inferences with one half only, 2 % of the halves twice.
 */
export class HalfLog {
  readonly totals: HalfTotals = { pairs: 0, latencyMs: 0, requests: 0, responses: 0, lonelyRequests: 0, lonelyResponses: 0, duplicates: 0 };
  readonly #startMs: number;
  readonly #wanted: number;
  readonly #random: SeededRandom;
  /** Lines by the second in which they are written. */
  readonly #due = new Map<number, string[]>();
  #second = 0;
  #made = 0;

  /** @param pairs inferences in all */
  constructor(startMs: number, pairs: number, random: SeededRandom) {
    this.#startMs = startMs;
    this.#wanted = pairs;
    this.#random = random;
  }

  /** The lines of the next second of event time; null when all were given. */
  next(): string[] | null {
    for (let i = 0; i < PAIRS_PER_SECOND && this.#made < this.#wanted; i++) this.#inference();
    const lines = this.#due.get(this.#second) ?? [];
    this.#due.delete(this.#second);
    this.#second++;
    if (lines.length === 0 && this.#due.size === 0 && this.#made === this.#wanted) return null;
    for (let i = lines.length - 1; i > 0; i--) {
      const j = this.#random.below(i + 1);
      [lines[i], lines[j]] = [lines[j] as string, lines[i] as string];
    }
    return lines;
  }

  #inference(): void {
    const { totals } = this;
    const random = this.#random;
    const id = `${(this.#made++).toString(16).padStart(8, '0')}-7c1e-4f4e-9d7a-0123456789ab`;
    const requestMs = this.#startMs + this.#second * 1000 + random.below(1000);
    const latencyMs = 1 + random.below(400);
    const alone = random.chance(ALONE_CHANCE) ? random.pick(['request', 'response'] as const) : null;
    if (alone !== 'response') {
      totals.requests++;
      this.#write('request', id, requestMs, random.below(10) + 0.5);
    }
    if (alone !== 'request') {
      totals.responses++;
      this.#write('response', id, requestMs + latencyMs, random.below(3));
    }
    if (alone === 'request') totals.lonelyRequests++;
    else if (alone === 'response') totals.lonelyResponses++;
    else {
      totals.pairs++;
      totals.latencyMs += latencyMs;
    }
  }

  #write(side: 'request' | 'response', id: string, ms: number, value: number): void {
    const line = lineOf(side, id, ms, value);
    this.#put(line, ms);
    if (!this.#random.chance(AGAIN_CHANCE)) return;
    this.totals.duplicates++;
    this.#put(line, ms);
  }

  #put(line: string, ms: number): void {
    const delayMs = this.#random.chance(LATE_CHANCE) ? this.#random.below(LATEST_MS) : this.#random.below(1000);
    const second = Math.max(this.#second, Math.floor((ms - this.#startMs + delayMs) / 1000));
    const lines = this.#due.get(second);
    if (lines) lines.push(line);
    else this.#due.set(second, [line]);
  }
}

function lineOf(side: 'request' | 'response', id: string, ms: number, value: number): string {
  const time = new Date(ms).toISOString();
  const data = side === 'request' ? `{"instances":[{"a":${value},"b":"c${Math.floor(value) % 3}"}]}` : `{"predictions":[${value}]}`;
  return `{"specversion":"1.0","id":"${id}","type":"org.kubeflow.serving.inference.${side}","source":"http://localhost:9081/","time":"${time}","recordedtime":"${time}","inferenceservicename":"torture-a","namespace":"ml","component":"predictor","endpoint":"default","datacontenttype":"application/json","data":${data}}\n`;
}
