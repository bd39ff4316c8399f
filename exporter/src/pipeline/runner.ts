import { CodedError } from '../contract/index.js';
import type { Pipeline } from './pipeline.js';
import type { PushAnswer } from './push-intake.js';

/** Time as the runner needs it, so that tests can drive it. */
export interface RunnerClock {
  nowMs(): number;
  /** Resolves after `ms`, or at once when `wake` is called. */
  sleep(ms: number): Promise<void>;
  wake(): void;
  /** Lets messages of the thread be handled. */
  breathe(): Promise<void>;
}

/** How long a source without news is left alone. Shorter costs stat calls, longer adds to the lag of a quiet log. */
const IDLE_POLL_MS = 100;
/** Windows are looked at this often; closing late by this much does not matter, looking costs a pass over all models. */
const CLOSE_INTERVAL_MS = 50;
/** Commits for waiting pushes may take at most this share of the time: a commit that took c ms is followed by c x this of work. */
const WORK_PER_COMMIT = 3;
/** After a failed commit nothing is read and the commit is tried again this often. */
const RETRY_MS = 1000;

/**
 * How long a push waits for the store to recover. Its batch is folded and will be durable with the next commit that
 * succeeds; after this the client is told that the outcome is open, and its Idempotency-Key makes a retry safe.
 */
const PUSH_PATIENCE_MS = 10_000;

export type PushReply = PushAnswer | { readonly kind: 'unavailable'; readonly why: string };

interface Waiting {
  readonly answer: PushAnswer;
  readonly sinceMs: number;
  readonly resolve: (reply: PushReply) => void;
}

/** Drives the pipeline: read, close windows, commit, answer pushes once they are durable. */
export class PipelineRunner {
  readonly #pipeline: Pipeline;
  readonly #clock: RunnerClock;
  #commitIntervalMs: number;
  #waiting: Waiting[] = [];
  #isStopping = false;
  /** Windows are due that the last look left for the next one. */
  #hasDueWindows = false;
  #lastCloseMs = -Infinity;
  #lastTryMs = -Infinity;
  #lastCommitTookMs = 0;
  #done: Promise<void> | null = null;

  constructor(pipeline: Pipeline, clock: RunnerClock, commitIntervalMs: number) {
    this.#pipeline = pipeline;
    this.#clock = clock;
    this.#commitIntervalMs = commitIntervalMs;
  }

  start(): void {
    this.#done = this.#loop();
  }

  setCommitInterval(ms: number): void {
    this.#commitIntervalMs = ms;
  }

  /** Folds a pushed batch; the answer comes when its effect is durable. Refusals are answered at once. */
  push(source: string, body: Buffer, key: string | null): Promise<PushReply> {
    const intake = this.#pipeline.intakes.get(source);
    if (!intake) return Promise.resolve({ kind: 'unavailable', why: `no source ${source} takes pushes` });
    if (this.#pipeline.commitProblem) return Promise.resolve({ kind: 'unavailable', why: this.#pipeline.commitProblem.message });
    if (this.#isStopping) return Promise.resolve({ kind: 'unavailable', why: 'the exporter is stopping' });
    let answer: PushAnswer;
    try {
      answer = intake.push(body, key);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return Promise.resolve({ kind: 'unavailable', why: `${error.message}: ${error.advice}` });
    }
    if (answer.kind === 'malformed' || answer.kind === 'key_reused') return Promise.resolve(answer);
    return new Promise((resolve) => {
      this.#waiting.push({ answer, resolve, sinceMs: this.#clock.nowMs() });
      this.#clock.wake();
    });
  }

  /**
   * Commits, so that what is rendered next is durable, and brings the exposition up to date. Windows that are due are left to
   * the loop: a scrape does not wait for verdicts.
   */
  refreshExposition(): void {
    this.#commit(true);
  }

  /** Ends the loop after a last commit and closes the sources. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#clock.wake();
    await this.#done;
    this.#commit(false);
    for (const reader of this.#pipeline.readers) await reader.source.close();
  }

  async #loop(): Promise<void> {
    while (!this.#isStopping) {
      // Windows first: a sparse log opens them faster than they are judged.
      const mayRead = !this.#pipeline.commitProblem && !this.#hasDueWindows;
      const didRead = mayRead && (await this.#pipeline.step());
      this.#tick();
      const isBusy = didRead || this.#hasDueWindows || (this.#waiting.length > 0 && !this.#pipeline.commitProblem);
      if (isBusy) await this.#clock.breathe();
      else await this.#clock.sleep(IDLE_POLL_MS);
    }
  }

  #tick(): void {
    const pipeline = this.#pipeline;
    if (this.#hasDueWindows || pipeline.isCrowded || this.#sinceMs(this.#lastCloseMs) >= CLOSE_INTERVAL_MS) {
      this.#hasDueWindows = pipeline.closeDueWindows();
      pipeline.prepareExposition();
      this.#lastCloseMs = this.#clock.nowMs();
    }
    const sinceMs = this.#sinceMs(this.#lastTryMs);
    if (pipeline.commitProblem) {
      if (sinceMs >= RETRY_MS) this.#commit(false);
      return;
    }
    const waitMs = this.#waiting.length > 0 ? this.#lastCommitTookMs * WORK_PER_COMMIT : this.#commitIntervalMs;
    if (sinceMs >= waitMs || pipeline.isCommitUrgent) this.#commit(false);
  }

  /** Infinity when the clock was set back meanwhile: what is to be done at intervals is then done now, not after the difference. */
  #sinceMs(thenMs: number): number {
    const sinceMs = this.#clock.nowMs() - thenMs;
    return sinceMs >= 0 ? sinceMs : Infinity;
  }

  #commit(expose: boolean): void {
    const before = this.#clock.nowMs();
    if (expose) this.#pipeline.refreshExposition();
    else this.#pipeline.commit();
    this.#lastTryMs = this.#clock.nowMs();
    this.#lastCommitTookMs = Math.max(0, this.#lastTryMs - before);
    this.#answerWaiting(this.#pipeline.commitProblem);
  }

  #answerWaiting(problem: Error | null): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const push of waiting) {
      if (!problem) push.resolve(push.answer);
      else if (this.#sinceMs(push.sinceMs) < PUSH_PATIENCE_MS && !this.#isStopping) this.#waiting.push(push);
      else
        push.resolve({
          kind: 'unavailable',
          why: `${problem.message}; whether this batch was taken is open: retry it with the same Idempotency-Key`,
        });
    }
  }
}
