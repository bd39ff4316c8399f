import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

export const FACTS_V1 = `CREATE TABLE facts (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
${sizeTriggersV1('facts', ['name', 'value'])}`;

/** Single values by name, as JSON: what has no table of its own. Names are fixed in code, so the table is bounded. */
export class Facts {
  readonly #get: ReadStatement<{ value: string }>;
  readonly #put: WriteStatement;

  constructor(connection: Connection) {
    this.#get = connection.reader('SELECT value FROM facts WHERE name = ?');
    this.#put = connection.writer('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  }

  /** Undefined where there is none. */
  get(name: string): unknown {
    const row = this.#get.get(nameText(name));
    return row === null ? undefined : (JSON.parse(row.value) as unknown);
  }

  put(name: string, value: unknown): void {
    this.#put.run(nameText(name), JSON.stringify(value));
  }
}
