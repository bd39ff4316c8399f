import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** One thing that was said about one alert, as its owner encodes it; rows of one key replace each other. */
export interface StoredAlertFact {
  readonly key: string;
  readonly lastMs: number;
  readonly fact: unknown;
}

export const ALERT_FACTS_V5 = `CREATE TABLE alert_facts (
  key TEXT NOT NULL PRIMARY KEY,
  last_ms INTEGER NOT NULL,
  fact TEXT NOT NULL
) STRICT;
${sizeTriggersV1('alert_facts', ['key', 'fact'])}`;

/** What alerts said: the material that incidents are derived from. Deleted by the owner, when its incidents ended long ago. */
export class AlertFacts {
  readonly #all: ReadStatement<{ fact: string }>;
  readonly #put: WriteStatement;
  readonly #forget: WriteStatement;

  constructor(connection: Connection) {
    this.#all = connection.reader('SELECT fact FROM alert_facts ORDER BY key');
    this.#put = connection.writer(
      `INSERT INTO alert_facts (key, last_ms, fact) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET last_ms = excluded.last_ms, fact = excluded.fact`,
    );
    this.#forget = connection.writer('DELETE FROM alert_facts WHERE key = ?');
  }

  all(): unknown[] {
    return this.#all.all().map(({ fact }) => JSON.parse(fact) as unknown);
  }

  put({ key, lastMs, fact }: StoredAlertFact): void {
    this.#put.run(keyText(key), lastMs, JSON.stringify(fact));
  }

  forget(key: string): void {
    this.#forget.run(keyText(key));
  }
}

/** Keys join their parts by a character that SQLite would take for the end of the text. */
function keyText(key: string): string {
  return JSON.stringify(key.split('\u0000'));
}
