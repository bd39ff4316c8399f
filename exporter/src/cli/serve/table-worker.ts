import { parentPort } from 'node:worker_threads';
import type { TableAnswer, TableQuestion } from './table-messages.js';
import { tableReader } from './table-reader.js';
import { threadProblem } from './thread-problem.js';

const closing = new AbortController();
const tables = tableReader(closing.signal);
const underWay = new Set<Promise<void>>();

/** The table thread: reads snapshots with DuckDB, so that neither its queries nor the sorting of a baseline hold up the ingest. */
function answer({ name, ask }: TableQuestion): Promise<unknown> {
  switch (name) {
    case 'hash':
      return tables.hash(ask.path);
    case 'text':
      return tables.text(ask.path, ask.column);
    case 'count':
      return tables.count(ask);
    case 'build':
      return tables.build(ask);
  }
}

const port = parentPort;
port?.on('message', (question: TableQuestion | 'close') => {
  if (question === 'close') {
    closing.abort();
    // A thread that is ended while DuckDB works takes the process with it (an exception in a callback of the binding): it ends by
    // itself, once what is under way has broken off.
    void Promise.allSettled(underWay).then(() => port.close());
    return;
  }
  const work = answer(question).then(
    (value) => port.postMessage({ id: question.id, ok: true, value } satisfies TableAnswer),
    (error: unknown) => port.postMessage({ id: question.id, ok: false, problem: threadProblem(error) } satisfies TableAnswer),
  );
  underWay.add(work);
  void work.finally(() => underWay.delete(work));
});
