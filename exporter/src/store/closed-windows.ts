import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameOf, nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

export interface StoredWindow {
  readonly model: string;
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Of the baseline that judged it; null where there was none. */
  readonly baselineSha256: string | null;
  readonly rows: number;
  /** The encoded profile. */
  readonly bytes: Uint8Array;
}

/** Windows of one model version that overlap [fromMs, toMs). */
export interface WindowFilter {
  readonly model: string;
  readonly version: string;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Row {
  readonly model: string;
  readonly version: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly baseline_sha256: string | null;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

export const WINDOWS_V1 = `CREATE TABLE windows (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  baseline_sha256 TEXT,
  rows INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (model, version, start_ms)
) STRICT;
CREATE INDEX windows_by_end ON windows (end_ms);
${sizeTriggersV1('windows', ['model', 'version', 'baseline_sha256', 'bytes'])}`;

/** Closed windows with their profiles: the evidence behind verdicts. Retention is by the end of the window (event time). */
export class ClosedWindows {
  readonly #get: ReadStatement<Row>;
  readonly #list: ReadStatement<Row>;
  readonly #put: WriteStatement;
  readonly #expire: WriteStatement;

  constructor(connection: Connection) {
    this.#get = connection.reader('SELECT * FROM windows WHERE model = ? AND version = ? AND start_ms = ?');
    this.#list = connection.reader(
      'SELECT * FROM windows WHERE model = ? AND version = ? AND end_ms > ? AND start_ms < ? ORDER BY start_ms DESC LIMIT ?',
    );
    this.#put = connection.writer(
      `INSERT INTO windows (model, version, start_ms, end_ms, baseline_sha256, rows, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (model, version, start_ms) DO UPDATE SET end_ms = excluded.end_ms, baseline_sha256 = excluded.baseline_sha256,
         rows = excluded.rows, bytes = excluded.bytes`,
    );
    this.#expire = connection.writer('DELETE FROM windows WHERE id IN (SELECT id FROM windows WHERE end_ms < ? ORDER BY end_ms LIMIT ?)');
  }

  get(model: string, version: string, startMs: number): StoredWindow | null {
    const row = this.#get.get(nameText(model), nameText(version), startMs);
    return row && windowOf(row);
  }

  /** Newest first. A profile is tens of KB: ask for as many as are needed. */
  list({ model, version, fromMs, toMs }: WindowFilter, limit: number): StoredWindow[] {
    return this.#list.all(nameText(model), nameText(version), fromMs, toMs, limit).map(windowOf);
  }

  /** A window that is put again replaces what was there: a commit whose outcome was unknown is repeated as a whole. */
  put(window: StoredWindow): void {
    const { model, version, startMs, endMs, baselineSha256, rows, bytes } = window;
    this.#put.run(nameText(model), nameText(version), startMs, endMs, baselineSha256, rows, bytes);
  }

  /** Deletes at most `limit` windows that ended before `beforeMs`, oldest first. */
  expire(beforeMs: number, limit: number): number {
    return this.#expire.run(beforeMs, limit).changes;
  }
}

function windowOf(row: Row): StoredWindow {
  return {
    model: nameOf(row.model),
    version: nameOf(row.version),
    startMs: row.start_ms,
    endMs: row.end_ms,
    baselineSha256: row.baseline_sha256,
    rows: row.rows,
    bytes: row.bytes,
  };
}
