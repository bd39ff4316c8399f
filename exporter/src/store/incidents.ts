import type { IncidentRecord } from '../contract/index.js';
import type { Bindable, Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** An incident as it was seen last, with what lasts of it (`entry`, as its owner encodes it). */
export interface StoredIncident {
  readonly record: IncidentRecord;
  readonly entry: unknown;
}

/** Which incidents; what is left out does not restrict. */
export interface IncidentFilter {
  readonly model?: string;
  readonly isOpen?: boolean;
  /** Those that began before it: the start of the last one of a page. */
  readonly beforeMs?: number;
}

interface Row {
  readonly record: string;
  readonly entry: string;
}

// end_ms NULL: it is open. An incident counts as open until it is resolved for good.
export const INCIDENTS_V5 = `CREATE TABLE incidents (
  id TEXT NOT NULL PRIMARY KEY,
  model TEXT,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER,
  record TEXT NOT NULL,
  entry TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_by_start ON incidents (start_ms);
CREATE INDEX incidents_by_end ON incidents (end_ms);
${sizeTriggersV1('incidents', ['id', 'model', 'record', 'entry'])}
CREATE TABLE incident_acts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  act TEXT NOT NULL
) STRICT;
CREATE INDEX incident_acts_by_time ON incident_acts (at_ms);
${sizeTriggersV1('incident_acts', ['incident', 'act'])}`;

/** Incidents and what people did to them. Retention is by their end; those that are open stay. */
export class Incidents {
  readonly #connection: Connection;
  readonly #get: ReadStatement<Row>;
  readonly #entries: ReadStatement<{ entry: string }>;
  readonly #between: ReadStatement<{ record: string }>;
  readonly #acts: ReadStatement<{ act: string }>;
  readonly #put: WriteStatement;
  readonly #absorb: WriteStatement;
  readonly #act: WriteStatement;
  readonly #expireActs: WriteStatement;
  readonly #expire: WriteStatement;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#get = connection.reader('SELECT record, entry FROM incidents WHERE id = ?');
    this.#entries = connection.reader('SELECT entry FROM incidents WHERE end_ms IS NULL OR end_ms >= ? ORDER BY start_ms, id');
    this.#between = connection.reader('SELECT record FROM incidents WHERE start_ms >= ? AND start_ms < ? ORDER BY start_ms, id');
    this.#acts = connection.reader('SELECT act FROM incident_acts WHERE at_ms >= ? ORDER BY id');
    this.#put = connection.writer(
      `INSERT INTO incidents (id, model, start_ms, end_ms, record, entry) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET model = excluded.model, start_ms = excluded.start_ms, end_ms = excluded.end_ms,
         record = excluded.record, entry = excluded.entry`,
    );
    this.#absorb = connection.writer('DELETE FROM incidents WHERE id = ?');
    this.#act = connection.writer('INSERT INTO incident_acts (incident, at_ms, act) VALUES (?, ?, ?)');
    this.#expireActs = connection.writer(
      'DELETE FROM incident_acts WHERE id IN (SELECT id FROM incident_acts WHERE at_ms < ? ORDER BY at_ms LIMIT ?)',
    );
    this.#expire = connection.writer(
      'DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE end_ms < ? ORDER BY end_ms, id LIMIT ?)',
    );
  }

  get(id: string): IncidentRecord | null {
    const row = this.#get.get(id);
    return row === null ? null : (JSON.parse(row.record) as IncidentRecord);
  }

  /** What lasts of incidents that are open or ended at or after a time, oldest first. */
  entriesSince(endMs: number): unknown[] {
    return this.#entries.all(endMs).map(({ entry }) => JSON.parse(entry) as unknown);
  }

  actsSince(atMs: number): unknown[] {
    return this.#acts.all(atMs).map(({ act }) => JSON.parse(act) as unknown);
  }

  /** Newest start first. */
  list({ model, isOpen, beforeMs }: IncidentFilter, limit: number): IncidentRecord[] {
    const conditions: [string, Bindable[]][] = [];
    if (model !== undefined) conditions.push(['model = ?', [nameText(model)]]);
    if (isOpen !== undefined) conditions.push([isOpen ? 'end_ms IS NULL' : 'end_ms IS NOT NULL', []]);
    if (beforeMs !== undefined) conditions.push(['start_ms < ?', [beforeMs]]);
    // Twelve shapes at most, each prepared once.
    const where = conditions.length > 0 ? `WHERE ${conditions.map(([text]) => text).join(' AND ')}` : '';
    const statement = this.#connection.reader<{ record: string }>(
      `SELECT record FROM incidents ${where} ORDER BY start_ms DESC, id LIMIT ?`,
    );
    return statement.all(...conditions.flatMap(([, values]) => values), limit).map(({ record }) => JSON.parse(record) as IncidentRecord);
  }

  /** Those that began in [fromMs, toMs), oldest first. */
  between(fromMs: number, toMs: number): IncidentRecord[] {
    return this.#between.all(fromMs, toMs).map(({ record }) => JSON.parse(record) as IncidentRecord);
  }

  put({ record, entry }: StoredIncident): void {
    const isOver = record.phase === 'resolved' && record.end !== null;
    const endMs = isOver ? Date.parse(record.end ?? '') : null;
    const model = record.model === null ? null : nameText(record.model);
    this.#put.run(record.id, model, Date.parse(record.start), endMs, JSON.stringify(record), JSON.stringify(entry));
  }

  /** It became a part of another incident. */
  absorb(id: string): void {
    this.#absorb.run(id);
  }

  putAct(incident: string, atMs: number, act: unknown): void {
    this.#act.run(incident, atMs, JSON.stringify(act));
  }

  expire(beforeMs: number, maxRows: number): number {
    this.#expireActs.run(beforeMs, maxRows);
    return this.#expire.run(beforeMs, maxRows).changes;
  }
}
