import type { Notify } from '../../contract/index.js';
import { PollTracker, type AlertFact, type FiringAlert } from '../../incidents/index.js';

/** How long Alertmanager may take for an answer. */
const PATIENCE_MS = 10_000;
/** Largest answer that is read: 10 000 alerts of 2 KiB. */
const MAX_ANSWER_BYTES = 32 << 20;

export interface AlertmanagerPollOptions {
  readonly url: string;
  readonly source: string;
  readonly intervalMs: number;
  readonly firing: () => readonly FiringAlert[];
  readonly take: (facts: readonly AlertFact[]) => void;
  readonly setUp: (isUp: boolean) => void;
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/** Asks an Alertmanager what fires, again and again. One that does not answer says nothing: no alert ends by it. */
export class AlertmanagerPoll {
  readonly #options: AlertmanagerPollOptions;
  readonly #tracker: PollTracker;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #isUnreachable = false;
  #isStopped = false;

  constructor(options: AlertmanagerPollOptions) {
    this.#options = options;
    this.#tracker = new PollTracker(options.source);
    this.#schedule(0);
  }

  /** Asks now, as after a message that left alerts out. */
  soon(): void {
    if (!this.#isStopped && !this.#running) this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(afterMs: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#poll().finally(() => {
        this.#running = null;
        if (!this.#isStopped) this.#schedule(this.#options.intervalMs);
      });
    }, afterMs);
    this.#timer.unref();
  }

  async #poll(): Promise<void> {
    const { url, firing, take, setUp, notify, nowMs } = this.#options;
    try {
      const [status, alerts, silences] = await Promise.all(
        ['status', 'alerts?active=true&silenced=true&inhibited=true&unprocessed=true', 'silences'].map((path) =>
          ask(`${url}/api/v2/${path}`),
        ),
      );
      if (this.#isStopped) return;
      take(this.#tracker.facts({ alerts, silences, upSinceMs: upSince(status), atMs: nowMs() }, firing()));
      setUp(true);
      if (this.#isUnreachable) notify({ kind: 'alertmanager_recovered', url });
      this.#isUnreachable = false;
    } catch (error) {
      setUp(false);
      if (!this.#isUnreachable && !this.#isStopped) notify({ kind: 'alertmanager_unreachable', url, error: whyOf(error) });
      this.#isUnreachable = true;
    }
  }
}

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { Accept: 'application/json' },
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`status ${response.status} at ${new URL(url).pathname}`);
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > MAX_ANSWER_BYTES) throw new Error(`an answer of ${announced} bytes at ${new URL(url).pathname}`);
  return response.json();
}

function upSince(status: unknown): number {
  const { uptime } = (status ?? {}) as { uptime?: unknown };
  const ms = typeof uptime === 'string' ? Date.parse(uptime) : NaN;
  if (Number.isNaN(ms)) throw new Error('no start time in /api/v2/status');
  return ms;
}

/** The cause of a failed fetch says more than "fetch failed". */
function whyOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: unknown };
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
