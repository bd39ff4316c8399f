import { appendFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import type { HousingRow } from './housing-rows.js';
import { DEMO_MODELS, DEMO_RATE, DEMO_WINDOW_MS, demoLine, troubleAt } from './scenario.js';

const TICK_MS = 100;
/** Size at which the demo rotates its log, so that real rotation is part of the show and the disk stays small. */
const LINES_PER_FILE = 20_000;

/** Writes the demo's inference log in real time; the exporter tails it like any other. */
export class DemoTraffic {
  readonly #file: string;
  readonly #usual: readonly HousingRow[];
  readonly #shifted: readonly HousingRow[];
  readonly #random: () => number;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  #timer: NodeJS.Timeout | null = null;
  #lastMs: number;
  #lines = 0;

  constructor(file: string, usual: readonly HousingRow[], shifted: readonly HousingRow[], random: () => number, nowMs: () => number) {
    this.#file = file;
    this.#usual = usual;
    this.#shifted = shifted;
    this.#random = random;
    this.#nowMs = nowMs;
    this.#startMs = Math.ceil(nowMs() / DEMO_WINDOW_MS) * DEMO_WINDOW_MS;
    this.#lastMs = nowMs();
  }

  /** Window of the story that is being written. */
  get window(): number {
    return Math.max(0, Math.floor((this.#nowMs() - this.#startMs) / DEMO_WINDOW_MS));
  }

  start(): void {
    this.#timer = setInterval(() => this.#write(), TICK_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  #write(): void {
    const now = this.#nowMs();
    const count = Math.min(10 * DEMO_RATE, Math.round(((now - this.#lastMs) / 1000) * DEMO_RATE));
    if (count <= 0) return;
    let text = '';
    for (let i = 0; i < count; i++) {
      const time = this.#lastMs + ((i + 1) * (now - this.#lastMs)) / count;
      const trouble = troubleAt(Math.max(0, Math.floor((time - this.#startMs) / DEMO_WINDOW_MS)));
      for (const model of DEMO_MODELS) text += demoLine(model, trouble, this.#usual, this.#shifted, time, this.#random);
    }
    this.#lastMs = now;
    appendFileSync(this.#file, text);
    this.#lines += count * DEMO_MODELS.length;
    if (this.#lines >= LINES_PER_FILE) this.#rotate();
  }

  #rotate(): void {
    const [one, two] = [`${this.#file}.1`, `${this.#file}.2`];
    if (existsSync(two)) rmSync(two);
    if (existsSync(one)) renameSync(one, two);
    renameSync(this.#file, one);
    this.#lines = 0;
  }
}
