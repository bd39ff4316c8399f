import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parentPort } from 'node:worker_threads';
import { buildBaseline, readSnapshotTable, textOfColumn } from '../../baseline/io.js';
import type { BuildAsk } from '../../pipeline/index.js';
import type { TableAnswer, TableQuestion } from './table-messages.js';
import { threadProblem } from './thread-problem.js';

/**
 * Threads of DuckDB. One: a snapshot is no hurry (5 M rows x 20 columns take seconds), and the log beside it goes on at full speed.
 */
const THREADS = 1;

/** The table thread: reads snapshots with DuckDB, so that neither its queries nor the sorting of a baseline hold up the ingest. */
async function answer({ name, ask }: TableQuestion): Promise<unknown> {
  switch (name) {
    case 'hash':
      return hashOf(ask.path);
    case 'text':
      return textOfColumn(ask.path, ask.column, { threads: THREADS });
    case 'count':
      return readSnapshotTable(ask.path, ask.layouts, { ...ask, threads: THREADS });
    case 'build':
      return build(ask);
  }
}

/** The whole file: the beginning and the end of two snapshots may agree, as in a CSV where one number in the middle was corrected. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function build({ path, model, version, versionColumn, time, prediction, features, ignore, top }: BuildAsk): Promise<unknown> {
  const modelVersion = version ?? (await textOfColumn(path, versionColumn ?? '', { threads: THREADS }));
  return buildBaseline({
    from: path,
    model,
    modelVersion,
    threads: THREADS,
    top,
    ignore,
    ...(time === null ? {} : { time }),
    ...(prediction === null ? {} : { prediction }),
    ...(features === null ? {} : { features }),
  });
}

const port = parentPort;
port?.on('message', (question: TableQuestion) => {
  answer(question).then(
    (value) => port.postMessage({ id: question.id, ok: true, value } satisfies TableAnswer),
    (error: unknown) => port.postMessage({ id: question.id, ok: false, problem: threadProblem(error) } satisfies TableAnswer),
  );
});
