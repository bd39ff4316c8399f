import type { Database } from 'libsql';
import { storeError } from './errors.js';

/** One step a released schema version; a step is never changed once it was released. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE positions (source TEXT NOT NULL, stream TEXT NOT NULL, position TEXT NOT NULL, PRIMARY KEY (source, stream)) WITHOUT ROWID;
  CREATE TABLE sources (source TEXT PRIMARY KEY, counters TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE models (model TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE versions (model TEXT NOT NULL, version TEXT NOT NULL, state BLOB NOT NULL, PRIMARY KEY (model, version));
  CREATE TABLE windows (
    model TEXT NOT NULL, version TEXT NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL,
    baseline_sha256 TEXT, rows INTEGER NOT NULL, profile BLOB NOT NULL, PRIMARY KEY (model, version, start_ms)
  );
  CREATE INDEX windows_by_end ON windows (end_ms);
  CREATE TABLE verdicts (
    id TEXT PRIMARY KEY, model TEXT NOT NULL, version TEXT NOT NULL, window_end_ms INTEGER NOT NULL, verdict TEXT NOT NULL
  );
  CREATE INDEX verdicts_by_model ON verdicts (model, version, window_end_ms);
  CREATE INDEX verdicts_by_end ON verdicts (window_end_ms);
  CREATE TABLE baselines (sha256 TEXT PRIMARY KEY, artefact TEXT NOT NULL);
  CREATE TABLE activations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES baselines (sha256),
    requested_ms INTEGER NOT NULL, from_ms INTEGER, reason TEXT NOT NULL
  );
  CREATE INDEX activations_by_model ON activations (model, id);
  CREATE TABLE keys (source TEXT NOT NULL, key TEXT NOT NULL, body_sha256 TEXT NOT NULL, result TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (source, key));
  CREATE INDEX keys_by_time ON keys (at_ms);
  `,
];

/** Brings a database to the newest schema. @throws CodedError STORE_TOO_NEW for a database of a later version */
export function migrate(database: Database, file: string): void {
  const found = Number((database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version);
  if (found > MIGRATIONS.length) throw storeError('STORE_TOO_NEW', { file, found, known: MIGRATIONS.length });
  for (let version = found; version < MIGRATIONS.length; version++) {
    database.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[version]} PRAGMA user_version = ${version + 1}; COMMIT;`);
  }
}
