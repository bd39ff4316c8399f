import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SnapshotTables } from '../../pipeline/index.js';
import type { TableAnswer, TableQuestionName, TableQuestions } from './table-messages.js';
import { errorOfThread } from './thread-problem.js';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * The ingest thread's side of the table thread. The thread is started with the first question, because DuckDB takes 68 MB, and anew
 * where it ended.
 */
export class TableThread implements SnapshotTables {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  readonly hash: SnapshotTables['hash'] = (path) => this.#ask('hash', { path });
  readonly text: SnapshotTables['text'] = (path, column) => this.#ask('text', { path, column });
  readonly count: SnapshotTables['count'] = (ask) => this.#ask('count', ask);
  readonly build: SnapshotTables['build'] = (ask) => this.#ask('build', ask);

  /** What is asked and not answered is broken off: it is asked again after the next start. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const ended = once(worker, 'exit');
    worker.postMessage('close');
    await ended;
  }

  #ask<K extends TableQuestionName>(name: K, ask: TableQuestions[K]['ask']): Promise<TableQuestions[K]['answer']> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, ask });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./table-worker.js', import.meta.url));
    const end = (error: Error): void => {
      this.#worker = null;
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    };
    worker.on('error', end);
    worker.on('exit', () => end(new Error('the thread that reads snapshots ended; it is started again')));
    worker.on('message', (answer: TableAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.value);
      else waiting?.reject(errorOfThread(answer.problem));
    });
    return worker;
  }
}
