import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Baseline } from '../../baseline/index.js';
import { buildBaseline, readSnapshotTable, textOfColumn, type TableOptions } from '../../baseline/io.js';
import type { BuildAsk, SnapshotTables } from '../../pipeline/index.js';

/**
 * Threads of DuckDB. One: a snapshot is no hurry (5 M rows x 20 columns take seconds), and the log beside it goes on at full speed.
 */
const THREADS = 1;
/**
 * Memory of DuckDB, in MB: half of what a command may use, because the exporter is beside it. 5 M rows x 20 columns were read from
 * Parquet with 259 MB for the whole process.
 */
const MEMORY_MEGABYTES = 200;

/**
 * Reads snapshots in the thread that calls it.
 *
 * @param signal breaks off what is read
 */
export function tableReader(signal?: AbortSignal): SnapshotTables {
  const options: TableOptions = { threads: THREADS, memoryMegabytes: MEMORY_MEGABYTES, signal };
  return {
    hash: (path) => hashOf(path, signal),
    text: (path, column) => textOfColumn(path, column, options),
    count: (ask) =>
      readSnapshotTable(ask.path, ask.layouts, { ...options, time: ask.time, version: ask.version, prediction: ask.prediction }),
    build: (ask) => build(ask, options),
  };
}

/** The whole file: the beginning and the end of two snapshots may agree, as in a CSV where one number in the middle was corrected. */
async function hashOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal ? { signal } : {});
  return hash.digest('hex');
}

async function build(ask: BuildAsk, options: TableOptions): Promise<Baseline> {
  const { path, model, version, versionColumn, time, prediction, features, ignore, top } = ask;
  const modelVersion = version ?? (await textOfColumn(path, versionColumn ?? '', options));
  return buildBaseline({
    ...options,
    from: path,
    model,
    modelVersion,
    top,
    ignore,
    ...(time === null ? {} : { time }),
    ...(prediction === null ? {} : { prediction }),
    ...(features === null ? {} : { features }),
  });
}
