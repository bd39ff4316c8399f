import type { StoredVerdict } from '../contract/index.js';
import type { Bindable, Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** Which verdicts: of a model, of a version, of windows that overlap [fromMs, toMs). What is left out does not restrict. */
export interface VerdictFilter {
  readonly model?: string;
  readonly version?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

interface Row {
  readonly verdict: string;
}

export const VERDICTS_V1 = `CREATE TABLE verdicts (
  id TEXT NOT NULL PRIMARY KEY,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  window_start_ms INTEGER NOT NULL,
  window_end_ms INTEGER NOT NULL,
  verdict TEXT NOT NULL
) STRICT;
CREATE INDEX verdicts_by_model ON verdicts (model, version, window_end_ms);
CREATE INDEX verdicts_by_end ON verdicts (window_end_ms);
${sizeTriggersV1('verdicts', ['id', 'model', 'version', 'verdict'])}`;

/** Verdicts with the evidence to recompute them. Retention is by the end of the judged window. */
export class Verdicts {
  readonly #connection: Connection;
  readonly #get: ReadStatement<Row>;
  readonly #latest: ReadStatement<Row>;
  readonly #put: WriteStatement;
  readonly #expire: WriteStatement;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#get = connection.reader('SELECT verdict FROM verdicts WHERE id = ?');
    this.#latest = connection.reader(
      'SELECT verdict FROM verdicts WHERE model = ? AND version = ? ORDER BY window_end_ms DESC, id LIMIT 1',
    );
    this.#put = connection.writer(
      `INSERT INTO verdicts (id, model, version, window_start_ms, window_end_ms, verdict) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict`,
    );
    this.#expire = connection.writer(
      'DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts WHERE window_end_ms < ? ORDER BY window_end_ms LIMIT ?)',
    );
  }

  get(id: string): StoredVerdict | null {
    const row = this.#get.get(nameText(id));
    return row && verdictOf(row);
  }

  /** Of the window that ended last. */
  latest(model: string, version: string): StoredVerdict | null {
    const row = this.#latest.get(nameText(model), nameText(version));
    return row && verdictOf(row);
  }

  /** Newest window first. */
  list(filter: VerdictFilter, limit: number): StoredVerdict[] {
    const conditions: [string, Bindable][] = [];
    if (filter.model !== undefined) conditions.push(['model = ?', nameText(filter.model)]);
    if (filter.version !== undefined) conditions.push(['version = ?', nameText(filter.version)]);
    if (filter.fromMs !== undefined) conditions.push(['window_end_ms > ?', filter.fromMs]);
    if (filter.toMs !== undefined) conditions.push(['window_start_ms < ?', filter.toMs]);
    // Sixteen shapes at most, each prepared once: "? IS NULL OR model = ?" would keep SQLite from using an index.
    const where = conditions.length > 0 ? `WHERE ${conditions.map(([text]) => text).join(' AND ')}` : '';
    const statement = this.#connection.reader<Row>(
      `SELECT verdict FROM verdicts ${where} ORDER BY window_end_ms DESC, model, version, id LIMIT ?`,
    );
    return statement.all(...conditions.map(([, value]) => value), limit).map(verdictOf);
  }

  /** The id says what was judged against what, so a verdict that is put again is the same one. */
  put(verdict: StoredVerdict): void {
    const { id, model, version, window_start, window_end } = verdict;
    this.#put.run(
      nameText(id),
      nameText(model),
      nameText(version),
      Date.parse(window_start),
      Date.parse(window_end),
      JSON.stringify(verdict),
    );
  }

  /** Deletes at most `limit` verdicts on windows that ended before `beforeMs`, oldest first. */
  expire(beforeMs: number, limit: number): number {
    return this.#expire.run(beforeMs, limit).changes;
  }
}

/** Written by `put` from the same type; the schema check belongs to where data comes from outside. */
const verdictOf = (row: Row): StoredVerdict => JSON.parse(row.verdict) as StoredVerdict;
