import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

export const SOURCE_COUNTERS_V1 = `CREATE TABLE source_counters (
  source TEXT NOT NULL PRIMARY KEY,
  counters TEXT NOT NULL
) STRICT, WITHOUT ROWID;
${sizeTriggersV1('source_counters', ['source', 'counters'])}`;

/** What each source counted so far. One row a source; no retention, because a counter must not go back. */
export class SourceCounters {
  readonly #get: ReadStatement<{ counters: string }>;
  readonly #put: WriteStatement;

  constructor(connection: Connection) {
    this.#get = connection.reader('SELECT counters FROM source_counters WHERE source = ?');
    this.#put = connection.writer(
      'INSERT INTO source_counters (source, counters) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET counters = excluded.counters',
    );
  }

  get(source: string): Readonly<Record<string, unknown>> | null {
    const row = this.#get.get(nameText(source));
    return row === null ? null : (JSON.parse(row.counters) as Record<string, unknown>);
  }

  put(source: string, counters: Readonly<Record<string, unknown>>): void {
    this.#put.run(nameText(source), JSON.stringify(counters));
  }
}
