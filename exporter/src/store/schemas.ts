import type { SchemaField } from '../contract/index.js';
import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** A schema of a model, and where it came from. */
export interface StoredSchema {
  readonly model: string;
  /** 1 for the first; never used for another schema of the model. */
  readonly version: number;
  readonly sha256: string;
  readonly fields: readonly SchemaField[];
  readonly firstSeenMs: number;
  /** Of the baseline that brought it. */
  readonly baselineSha256: string;
}

interface Row {
  readonly model: string;
  readonly version: number;
  readonly sha256: string;
  readonly fields: string;
  readonly first_seen_ms: number;
  readonly baseline_sha256: string;
}

export const SCHEMAS_V6 = `CREATE TABLE schemas (
  model TEXT NOT NULL,
  version INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  fields TEXT NOT NULL,
  first_seen_ms INTEGER NOT NULL,
  baseline_sha256 TEXT NOT NULL,
  PRIMARY KEY (model, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX schemas_by_hash ON schemas (model, sha256);
${sizeTriggersV1('schemas', ['model', 'sha256', 'fields', 'baseline_sha256'])}`;

/** Register of the schemas that models had. No retention: a version that metrics name can always be looked up. */
export class Schemas {
  readonly #list: ReadStatement<Row>;
  readonly #at: ReadStatement<Row>;
  readonly #byHash: ReadStatement<{ version: number }>;
  readonly #newest: ReadStatement<{ version: number | null }>;
  readonly #models: ReadStatement<{ model: string }>;
  readonly #put: WriteStatement;

  constructor(connection: Connection) {
    const columns = 'model, version, sha256, fields, first_seen_ms, baseline_sha256';
    this.#list = connection.reader(`SELECT ${columns} FROM schemas WHERE model = ? ORDER BY version DESC LIMIT ?`);
    this.#at = connection.reader(`SELECT ${columns} FROM schemas WHERE model = ? AND version = ?`);
    this.#byHash = connection.reader('SELECT version FROM schemas WHERE model = ? AND sha256 = ?');
    this.#newest = connection.reader('SELECT max(version) AS version FROM schemas WHERE model = ?');
    this.#models = connection.reader('SELECT DISTINCT model FROM schemas ORDER BY model');
    this.#put = connection.writer(`INSERT INTO schemas (${columns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  }

  models(): string[] {
    return this.#models.all().map(({ model }) => model);
  }

  /** Newest version first. */
  list(model: string, limit: number): StoredSchema[] {
    return this.#list.all(nameText(model), limit).map(schemaOfRow);
  }

  /** Null where there is none. */
  at(model: string, version: number): StoredSchema | null {
    const row = this.#at.get(nameText(model), version);
    return row && schemaOfRow(row);
  }

  /** The version that a schema has; null where it is not registered. */
  versionOf(model: string, sha256: string): number | null {
    return this.#byHash.get(nameText(model), sha256)?.version ?? null;
  }

  /** 0 where the model has none. */
  newestVersion(model: string): number {
    return this.#newest.get(nameText(model))?.version ?? 0;
  }

  /** A schema that is registered already stays as it is. */
  put({ model, version, sha256, fields, firstSeenMs, baselineSha256 }: StoredSchema): void {
    this.#put.run(nameText(model), version, sha256, JSON.stringify(fields), firstSeenMs, baselineSha256);
  }
}

/** Written by `put` from the same type. */
function schemaOfRow({ model, version, sha256, fields, first_seen_ms, baseline_sha256 }: Row): StoredSchema {
  const parsed = JSON.parse(fields) as readonly SchemaField[];
  return { model, version, sha256, fields: parsed, firstSeenMs: first_seen_ms, baselineSha256: baseline_sha256 };
}
