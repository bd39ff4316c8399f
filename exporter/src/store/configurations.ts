import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** A configuration that ran, and since when it was first seen. */
export interface StoredConfiguration {
  readonly sha256: string;
  readonly firstSeenMs: number;
}

export const CONFIGURATIONS_V1 = `CREATE TABLE configurations (
  sha256 TEXT NOT NULL PRIMARY KEY,
  first_seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
${sizeTriggersV1('configurations', ['sha256'])}`;

/** Journal of the configurations that ran, by hash, so that a change in the numbers can be dated. No retention. */
export class Configurations {
  readonly #list: ReadStatement<{ sha256: string; first_seen_ms: number }>;
  readonly #firstSeen: ReadStatement<{ first_seen_ms: number }>;
  readonly #see: WriteStatement;

  constructor(connection: Connection) {
    this.#list = connection.reader('SELECT sha256, first_seen_ms FROM configurations ORDER BY first_seen_ms DESC, sha256 LIMIT ?');
    this.#firstSeen = connection.reader('SELECT first_seen_ms FROM configurations WHERE sha256 = ?');
    this.#see = connection.writer('INSERT INTO configurations (sha256, first_seen_ms) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING');
  }

  /** Newest first. */
  list(limit: number): StoredConfiguration[] {
    return this.#list.all(limit).map((row) => ({ sha256: row.sha256, firstSeenMs: row.first_seen_ms }));
  }

  /** When it was first seen; null for one that was not. */
  firstSeenMs(sha256: string): number | null {
    return this.#firstSeen.get(sha256)?.first_seen_ms ?? null;
  }

  /** @returns whether it was new */
  see(sha256: string, nowMs: number): boolean {
    return this.#see.run(sha256, nowMs).changes > 0;
  }
}
