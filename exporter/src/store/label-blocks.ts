import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameOf, nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** A log of one model version and window: what was predicted, or the labels that joined it. */
export interface LabelLog {
  readonly model: string;
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: 'predictions' | 'labels';
}

interface Key {
  readonly version: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly kind: string;
}

export const LABEL_BLOCKS_V4 = `CREATE TABLE label_blocks (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (model, version, start_ms, kind, position)
) STRICT;
${sizeTriggersV1('label_blocks', ['model', 'version', 'kind', 'bytes'])}`;

/**
 * Predictions that labels can join, and these labels: keyed hashes of ids, what was predicted, the truth. Logs of blocks, one
 * for each window, so that a commit writes what is new and a window can be read or erased by itself. The join says which go.
 */
export class LabelBlocks {
  readonly #logs: ReadStatement<Key>;
  readonly #of: ReadStatement<{ bytes: Uint8Array }>;
  readonly #from: ReadStatement<{ bytes: Uint8Array }>;
  readonly #put: WriteStatement;
  readonly #cut: WriteStatement;
  readonly #erase: WriteStatement;
  readonly #eraseModel: WriteStatement;

  constructor(connection: Connection) {
    const log = 'model = ? AND version = ? AND start_ms = ? AND kind = ?';
    this.#logs = connection.reader(
      `SELECT version, start_ms, end_ms, kind FROM label_blocks WHERE model = ? AND position = 0 ORDER BY version, start_ms, kind DESC`,
    );
    this.#of = connection.reader(`SELECT bytes FROM label_blocks WHERE ${log} ORDER BY position`);
    this.#from = connection.reader(`SELECT bytes FROM label_blocks WHERE ${log} AND position >= ? ORDER BY position`);
    this.#put = connection.writer(
      'INSERT INTO label_blocks (model, version, start_ms, end_ms, kind, position, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#cut = connection.writer(`DELETE FROM label_blocks WHERE ${log} AND position >= ?`);
    this.#eraseModel = connection.writer('DELETE FROM label_blocks WHERE model = ?');
    this.#erase = connection.writer('DELETE FROM label_blocks WHERE model = ? AND version = ? AND start_ms = ?');
  }

  /** The logs of a model by version and start; predictions of a window before its labels. */
  logs(model: string): LabelLog[] {
    return this.#logs.all(nameText(model)).map(({ version, start_ms, end_ms, kind }) => ({
      model,
      version: nameOf(version),
      startMs: start_ms,
      endMs: end_ms,
      kind: kind as LabelLog['kind'],
    }));
  }

  /** The blocks of a log, in order. */
  of({ model, version, startMs, kind }: Omit<LabelLog, 'endMs'>): Uint8Array[] {
    return this.#of.all(nameText(model), nameText(version), startMs, kind).map(({ bytes }) => bytes);
  }

  /** Appends to a log. The blocks from `position` on are put before `bytes`, and become one block with them. */
  append({ model, version, startMs, endMs, kind }: LabelLog, position: number, bytes: Uint8Array): void {
    const log = [nameText(model), nameText(version), startMs, kind] as const;
    const before = this.#from.all(...log, position).map((block) => block.bytes);
    if (before.length > 0) this.#cut.run(...log, position);
    const merged = before.length > 0 ? Buffer.concat([...before, bytes]) : bytes;
    this.#put.run(nameText(model), nameText(version), startMs, endMs, kind, position, merged);
  }

  /** Deletes all logs of a model. */
  eraseModel(model: string): void {
    this.#eraseModel.run(nameText(model));
  }

  /** Deletes both logs of a window. */
  erase(model: string, version: string, startMs: number): void {
    this.#erase.run(nameText(model), nameText(version), startMs);
  }
}
