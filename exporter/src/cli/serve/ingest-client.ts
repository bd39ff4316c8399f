import { Worker } from 'node:worker_threads';
import { CodedError, type Notify } from '../../contract/index.js';
import type { FromWorker, QuestionName, Questions } from './messages.js';

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
  #next = 1;
  isReady = false;

  constructor(configPath: string, notify: Notify) {
    this.#worker = new Worker(new URL('./ingest-worker.js', import.meta.url), { workerData: { configPath } });
    let settle: { resolve(): void; reject(error: Error): void };
    this.ready = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    // A start that fails is reported by `ready`; without a listener it would also end the process as unhandled.
    this.ready.catch(() => undefined);
    this.ended = new Promise((resolve) => {
      this.#worker.on('error', (error) => {
        settle.reject(error);
        this.#failAll(error);
        resolve(error);
      });
      this.#worker.on('exit', (code) => {
        const error = new Error(`the ingest thread ended with code ${code}`);
        settle.reject(error);
        this.#failAll(error);
        resolve(error);
      });
    });
    this.#worker.on('message', (message: FromWorker) => {
      if (message.type === 'notice') return notify(message.notice);
      if (message.type === 'ready') {
        this.isReady = true;
        return settle.resolve();
      }
      const failure = message.type === 'answer' ? null : codedError(message);
      if (message.type === 'fatal') return settle.reject(failure as Error);
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (failure) waiting?.reject(failure);
      else if (message.type === 'answer') waiting?.resolve(message.value as never);
    });
  }

  /** Asks the ingest thread; `transfer` hands buffers over without copying. */
  ask<K extends QuestionName>(name: K, ask: Questions[K]['ask'], transfer: ArrayBuffer[] = []): Promise<Questions[K]['answer']> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve, reject });
      this.#worker.postMessage({ id, name, ask }, transfer);
    });
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #failAll(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

function codedError({ code, message, advice }: { code: string; message: string; advice: string }): CodedError {
  return new CodedError(code, { status: 503, message: message.replaceAll('{', '(').replaceAll('}', ')'), advice });
}
