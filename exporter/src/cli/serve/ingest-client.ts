import { Worker } from 'node:worker_threads';
import type { CodedError, Notify } from '../../contract/index.js';
import { cliError } from '../errors.js';
import type { FromWorker, QuestionName, Questions, ThreadProblem } from './messages.js';
import { errorOfThread } from './thread-problem.js';

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/**
 * The main thread's side of the ingest thread. Reading, counting, verdicts and the store live there, so that a scrape or a
 * health check never waits for a chunk being parsed, and the other way round.
 */
export class IngestClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly ready: Promise<void>;
  /** Resolves when the thread ends by itself: nothing can be ingested any more. */
  readonly ended: Promise<Error>;
  readonly #notify: Notify;
  #next = 1;
  #end: Error | null = null;
  isReady = false;

  constructor(configPath: string, notify: Notify) {
    this.#worker = new Worker(new URL('./ingest-worker.js', import.meta.url), { workerData: { configPath } });
    this.#notify = notify;
    let settle: { resolve(): void; reject(error: Error): void };
    this.ready = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    // A start that fails is reported by `ready`; without a listener it would also end the process as unhandled.
    this.ready.catch(() => undefined);
    this.ended = new Promise((resolve) => {
      const end = (error: Error): void => {
        this.#end ??= error;
        this.isReady = false;
        settle.reject(error);
        this.#failAll(error);
        resolve(error);
      };
      this.#worker.on('error', end);
      this.#worker.on('exit', (code) => end(threadEnded(`with code ${code}`)));
    });
    this.#worker.on('message', (message: FromWorker) => {
      if (message.type === 'notice') return notify(message.notice);
      if (message.type === 'ready') {
        this.isReady = true;
        return settle.resolve();
      }
      if (message.type === 'fatal') return settle.reject(this.#errorOf(message.problem));
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.type === 'failed') waiting?.reject(this.#errorOf(message.problem));
      else waiting?.resolve(message.value as never);
    });
  }

  /** Asks the ingest thread; `transfer` hands buffers over without copying. */
  ask<K extends QuestionName>(name: K, ask: Questions[K]['ask'], transfer: ArrayBuffer[] = []): Promise<Questions[K]['answer']> {
    if (this.#end) return Promise.reject(threadEnded(this.#end.message));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve, reject });
      this.#worker.postMessage({ id, name, ask }, transfer);
    });
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  /** A defect goes to the log with its stack; who asked gets the message. */
  #errorOf(problem: ThreadProblem): Error {
    if (problem.kind === 'defect') {
      this.#notify({ kind: 'request_failed', route: 'ingest thread', error: problem.stack });
    }
    return errorOfThread(problem);
  }

  #failAll(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

/** The error of everything that is asked of a thread that is gone. */
function threadEnded(how: string): CodedError {
  return cliError('CLI_THREAD_ENDED', { how });
}
