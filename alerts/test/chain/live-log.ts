import { appendFileSync, writeFileSync } from 'node:fs';

/** How often records are written, and how many at once: 200 a second. */
const EVERY_MS = 100;
const AT_ONCE = 20;

export type LogRecord = Readonly<Record<string, unknown>>;

/** What a model does at the moment: the record of its n-th request, or null where only half of it comes to the log. */
export type Behaviour = (n: number) => LogRecord | null;

/** An inference log that a model writes as long as the test lets it: one JSON object a line, with the time of writing as `ts`. */
export class LiveLog {
  readonly #path: string;
  #behaviour: Behaviour;
  #timer: NodeJS.Timeout | null;
  #written = 0;

  constructor(path: string, behaviour: Behaviour) {
    this.#path = path;
    this.#behaviour = behaviour;
    writeFileSync(path, '');
    this.#timer = setInterval(() => this.#write(), EVERY_MS);
  }

  /** From the next record on. */
  change(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #write(): void {
    const ts = new Date().toISOString();
    const lines = Array.from({ length: AT_ONCE }, (_, i) => {
      const record = this.#behaviour(this.#written + i);
      return record === null ? `{"ts":"${ts}","version":"7","fea\n` : `${JSON.stringify({ ts, ...record })}\n`;
    });
    this.#written += AT_ONCE;
    appendFileSync(this.#path, lines.join(''));
  }
}
