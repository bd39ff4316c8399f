import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameOf, nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

export interface StoredVersionState {
  readonly version: string;
  readonly bytes: Uint8Array;
  readonly updatedMs: number;
}

// Rowid tables: a blob of tens of KB inside the key tree of a WITHOUT ROWID table would be rewritten with its neighbours.
export const MODEL_STATES_V1 = `CREATE TABLE model_states (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL,
  updated_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE version_states (
  id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  bytes BLOB NOT NULL,
  updated_ms INTEGER NOT NULL,
  UNIQUE (model, version)
) STRICT;
${sizeTriggersV1('model_states', ['model', 'bytes'])}
${sizeTriggersV1('version_states', ['model', 'version', 'bytes'])}`;

/**
 * The encoded state of each model and of each of its versions: totals and open windows. No retention: a version that falls
 * silent leaves the exposition, and its totals come back with its traffic.
 */
export class ModelStates {
  readonly #model: ReadStatement<{ bytes: Uint8Array }>;
  readonly #versions: ReadStatement<{ version: string; bytes: Uint8Array; updated_ms: number }>;
  readonly #names: ReadStatement<{ model: string }>;
  readonly #putModel: WriteStatement;
  readonly #putVersion: WriteStatement;

  constructor(connection: Connection) {
    this.#model = connection.reader('SELECT bytes FROM model_states WHERE model = ?');
    this.#versions = connection.reader('SELECT version, bytes, updated_ms FROM version_states WHERE model = ? ORDER BY version');
    this.#names = connection.reader('SELECT model FROM model_states UNION SELECT model FROM version_states ORDER BY model');
    this.#putModel = connection.writer(
      `INSERT INTO model_states (model, bytes, updated_ms) VALUES (?, ?, ?)
       ON CONFLICT (model) DO UPDATE SET bytes = excluded.bytes, updated_ms = excluded.updated_ms`,
    );
    this.#putVersion = connection.writer(
      `INSERT INTO version_states (model, version, bytes, updated_ms) VALUES (?, ?, ?, ?)
       ON CONFLICT (model, version) DO UPDATE SET bytes = excluded.bytes, updated_ms = excluded.updated_ms`,
    );
  }

  /** Models with any state. */
  names(): string[] {
    return this.#names.all().map(({ model }) => nameOf(model));
  }

  model(model: string): Uint8Array | null {
    return this.#model.get(nameText(model))?.bytes ?? null;
  }

  versions(model: string): StoredVersionState[] {
    return this.#versions
      .all(nameText(model))
      .map(({ version, bytes, updated_ms }) => ({ version: nameOf(version), bytes, updatedMs: updated_ms }));
  }

  putModel(model: string, bytes: Uint8Array, updatedMs: number): void {
    this.#putModel.run(nameText(model), bytes, updatedMs);
  }

  putVersion(model: string, state: StoredVersionState): void {
    this.#putVersion.run(nameText(model), nameText(state.version), state.bytes, state.updatedMs);
  }
}
