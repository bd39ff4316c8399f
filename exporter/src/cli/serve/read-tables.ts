import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Baseline } from '../../baseline/index.js';
import { buildBaseline, readSnapshotTable, textOfColumn } from '../../baseline/io.js';
import type { BuildAsk, SnapshotTables } from '../../pipeline/index.js';

/**
 * Threads of DuckDB. One: a snapshot is no hurry (5 M rows x 20 columns take seconds), and the log beside it goes on at full speed.
 */
const THREADS = 1;

/** Reads snapshots in the thread that calls it. */
export const readTables: SnapshotTables = {
  hash: hashOf,
  text: (path, column) => textOfColumn(path, column, { threads: THREADS }),
  count: (ask) => readSnapshotTable(ask.path, ask.layouts, { ...ask, threads: THREADS }),
  build,
};

/** The whole file: the beginning and the end of two snapshots may agree, as in a CSV where one number in the middle was corrected. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function build({ path, model, version, versionColumn, time, prediction, features, ignore, top }: BuildAsk): Promise<Baseline> {
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
