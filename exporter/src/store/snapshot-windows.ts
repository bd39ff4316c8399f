import type { StoredWindow, WindowFilter } from './closed-windows.js';
import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameOf, nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** A window that a snapshot was counted into. */
export interface StoredSnapshotWindow extends StoredWindow {
  /** Hash of the content of the snapshot. */
  readonly snapshot: string;
}

interface Row {
  readonly model: string;
  readonly version: string;
  readonly snapshot: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly baseline_sha256: string | null;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

// A table of its own: several snapshots of one model may have one time, which the key of the tumbling windows does not allow.
export const SNAPSHOT_WINDOWS_V3 = `CREATE TABLE snapshot_windows (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  baseline_sha256 TEXT,
  rows INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (model, version, snapshot)
) STRICT;
CREATE INDEX snapshot_windows_by_end ON snapshot_windows (end_ms);
${sizeTriggersV1('snapshot_windows', ['model', 'version', 'snapshot', 'baseline_sha256', 'bytes'])}`;

/** Windows of snapshots with their profiles. Retention is that of closed windows. */
export class SnapshotWindows {
  readonly #list: ReadStatement<Row>;
  readonly #put: WriteStatement;
  readonly #expire: WriteStatement;

  constructor(connection: Connection) {
    this.#list = connection.reader(
      `SELECT * FROM snapshot_windows WHERE model = ? AND version = ? AND end_ms > ? AND start_ms < ?
       ORDER BY start_ms DESC, id DESC LIMIT ?`,
    );
    this.#put = connection.writer(
      `INSERT INTO snapshot_windows (model, version, snapshot, start_ms, end_ms, baseline_sha256, rows, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (model, version, snapshot) DO UPDATE SET start_ms = excluded.start_ms, end_ms = excluded.end_ms,
         baseline_sha256 = excluded.baseline_sha256, rows = excluded.rows, bytes = excluded.bytes`,
    );
    this.#expire = connection.writer(
      'DELETE FROM snapshot_windows WHERE id IN (SELECT id FROM snapshot_windows WHERE end_ms < ? ORDER BY end_ms LIMIT ?)',
    );
  }

  /** Newest first. A profile is tens of KB: ask for as many as are needed. */
  list({ model, version, fromMs, toMs }: WindowFilter, limit: number): StoredSnapshotWindow[] {
    return this.#list.all(nameText(model), nameText(version), fromMs, toMs, limit).map(windowOf);
  }

  /** A window that is put again replaces what was there: a commit whose outcome was unknown is repeated as a whole. */
  put(window: StoredSnapshotWindow): void {
    const { model, version, snapshot, startMs, endMs, baselineSha256, rows, bytes } = window;
    this.#put.run(nameText(model), nameText(version), snapshot, startMs, endMs, baselineSha256, rows, bytes);
  }

  /** Deletes at most `limit` windows that ended before `beforeMs`, oldest first. */
  expire(beforeMs: number, limit: number): number {
    return this.#expire.run(beforeMs, limit).changes;
  }
}

function windowOf(row: Row): StoredSnapshotWindow {
  return {
    model: nameOf(row.model),
    version: nameOf(row.version),
    snapshot: row.snapshot,
    startMs: row.start_ms,
    endMs: row.end_ms,
    baselineSha256: row.baseline_sha256,
    rows: row.rows,
    bytes: row.bytes,
  };
}
