import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { baselineError } from '../errors.js';

export type DataFormat = 'csv' | 'parquet' | 'jsonl';

export interface DataFile {
  readonly path: string;
  readonly format: DataFormat;
  readonly bytes: number;
}

const FORMATS: Readonly<Record<string, DataFormat>> = {
  '.csv': 'csv',
  '.csv.gz': 'csv',
  '.parquet': 'parquet',
  '.jsonl': 'jsonl',
  '.jsonl.gz': 'jsonl',
  '.ndjson': 'jsonl',
  '.ndjson.gz': 'jsonl',
};

/** How much of a file is read for its header line; as long as the head that a source gives to a format. */
const HEAD_BYTES = 64 * 1024;

/**
 * Looks at a file before it is opened, so that the usual mistakes get their own message.
 *
 * Errors: BASELINE_FILE_MISSING, BASELINE_NOT_A_FILE, BASELINE_FILE_EMPTY, BASELINE_FILE_TYPE.
 */
export async function findDataFile(path: string): Promise<DataFile> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw baselineError('BASELINE_FILE_MISSING', { path, reason: cause.code ?? 'unknown' }, cause);
  });
  if (found.isDirectory()) throw baselineError('BASELINE_NOT_A_FILE', { path });
  const lower = path.toLowerCase();
  const extension = Object.keys(FORMATS).find((candidate) => lower.endsWith(candidate));
  if (extension === undefined) throw baselineError('BASELINE_FILE_TYPE', { path, known: Object.keys(FORMATS).join(', ') });
  if (found.size === 0) throw baselineError('BASELINE_FILE_EMPTY', { path, found: '0 bytes' });
  return { path, format: FORMATS[extension] as DataFormat, bytes: found.size };
}

/** The first bytes of a file as text, unpacked where it is compressed. */
export async function readHead(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(path, { end: HEAD_BYTES - 1 })) pieces.push(piece as Buffer);
  const raw = Buffer.concat(pieces);
  const isPacked = path.toLowerCase().endsWith('.gz');
  return (isPacked ? unpackStart(raw, path) : raw).toString('utf8');
}

function unpackStart(raw: Buffer, path: string): Buffer {
  try {
    // The input ends in the middle of the stream: without this flush mode zlib calls that an error.
    return gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    throw baselineError('BASELINE_FILE_BROKEN', { path, format: 'gzip', problem: 'it is not a gzip stream' }, cause);
  }
}
