import { parentPort } from 'node:worker_threads';
import { readTables } from './read-tables.js';
import type { TableAnswer, TableQuestion } from './table-messages.js';
import { threadProblem } from './thread-problem.js';

/** The table thread: reads snapshots with DuckDB, so that neither its queries nor the sorting of a baseline hold up the ingest. */
function answer({ name, ask }: TableQuestion): Promise<unknown> {
  switch (name) {
    case 'hash':
      return readTables.hash(ask.path);
    case 'text':
      return readTables.text(ask.path, ask.column);
    case 'count':
      return readTables.count(ask);
    case 'build':
      return readTables.build(ask);
  }
}

const port = parentPort;
port?.on('message', (question: TableQuestion) => {
  answer(question).then(
    (value) => port.postMessage({ id: question.id, ok: true, value } satisfies TableAnswer),
    (error: unknown) => port.postMessage({ id: question.id, ok: false, problem: threadProblem(error) } satisfies TableAnswer),
  );
});
