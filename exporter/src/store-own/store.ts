import type { Database, Statement } from 'libsql';
import type { StoredVerdict } from '../contract/index.js';
import { storeProblem, openStore, type OpenStore, type StoreOptions } from './open-store.js';

export interface PositionRecord {
  readonly source: string;
  readonly stream: string;
  readonly position: Readonly<Record<string, unknown>>;
}

export interface ActivationRecord {
  readonly id: number;
  readonly model: string;
  readonly sha256: string;
  readonly requestedMs: number;
  /** Start of the first window it judges; null while it waits for a window boundary. */
  readonly fromMs: number | null;
  readonly reason: string;
  readonly artefact: string;
}

export interface KeyRecord {
  readonly source: string;
  readonly key: string;
  readonly bodySha256: string;
  readonly result: string;
  readonly atMs: number;
}

export interface WindowRecord {
  readonly model: string;
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly baselineSha256: string | null;
  readonly rows: number;
  readonly profile: Uint8Array;
}

/** Kinds of record, for retention and sizes. */
export const RECORD_KINDS = ['positions', 'sources', 'models', 'versions', 'windows', 'verdicts', 'baselines', 'activations', 'keys'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Keys of pushed batches are remembered this long: a client that retries later than a day must expect a second count. */
export const KEY_RETENTION_MS = 24 * 3600 * 1000;
/** Rows deleted in one step of retention, so that a step never holds up reading for long. */
const RETENTION_STEP = 500;

type Row = Record<string, unknown>;

/** All records of the exporter. No SQL outside this room. Blobs are handed over as Buffers: libsql ends the process on others. */
export class Store {
  readonly folder: string;
  readonly #open: OpenStore;
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(options: StoreOptions) {
    this.#open = openStore(options);
    this.folder = options.folder;
    this.#database = this.#open.database;
  }

  close(): void {
    this.#statements.clear();
    this.#open.close();
  }

  /**
   * Runs `work` in one transaction: all of it is durable when this returns, or none of it.
   *
   * @throws CodedError STORE_DISK_FULL, STORE_CORRUPT, STORE_FAILED
   */
  transaction(work: () => void): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.#database.exec('COMMIT');
      } catch (error) {
        // After a full disk SQLite may have rolled back by itself.
        try {
          this.#database.exec('ROLLBACK');
        } catch {
          // nothing was left to roll back
        }
        throw error;
      }
    } catch (error) {
      throw storeProblem(error, this.folder);
    }
  }

  positions(source: string): PositionRecord[] {
    return this.#all('SELECT stream, position FROM positions WHERE source = ?', source).map((row) => ({
      source,
      stream: String(row['stream']),
      position: JSON.parse(String(row['position'])) as Record<string, unknown>,
    }));
  }

  putPosition({ source, stream, position }: PositionRecord): void {
    this.#run('INSERT OR REPLACE INTO positions VALUES (?, ?, ?)', source, stream, JSON.stringify(position));
  }

  forgetPosition(source: string, stream: string): void {
    this.#run('DELETE FROM positions WHERE source = ? AND stream = ?', source, stream);
  }

  sourceCounters(source: string): Record<string, unknown> | null {
    const row = this.#get('SELECT counters FROM sources WHERE source = ?', source);
    return row ? (JSON.parse(String(row['counters'])) as Record<string, unknown>) : null;
  }

  putSourceCounters(source: string, counters: Readonly<Record<string, unknown>>): void {
    this.#run('INSERT OR REPLACE INTO sources VALUES (?, ?)', source, JSON.stringify(counters));
  }

  modelNames(): string[] {
    const rows = this.#all('SELECT model FROM models UNION SELECT model FROM versions UNION SELECT model FROM activations ORDER BY model');
    return rows.map((row) => String(row['model']));
  }

  model(model: string): Uint8Array | null {
    const row = this.#get('SELECT state FROM models WHERE model = ?', model);
    return row ? (row['state'] as Uint8Array) : null;
  }

  putModel(model: string, state: Uint8Array): void {
    this.#run('INSERT OR REPLACE INTO models VALUES (?, ?)', model, asBuffer(state));
  }

  versions(model: string): { version: string; bytes: Uint8Array }[] {
    return this.#all('SELECT version, state FROM versions WHERE model = ?', model).map((row) => ({ version: String(row['version']), bytes: row['state'] as Uint8Array }));
  }

  putVersion(model: string, version: string, state: Uint8Array): void {
    this.#run('INSERT OR REPLACE INTO versions VALUES (?, ?, ?)', model, version, asBuffer(state));
  }

  putWindow(window: WindowRecord): void {
    const { model, version, startMs, endMs, baselineSha256, rows, profile } = window;
    this.#run('INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?, ?, ?, ?)', model, version, startMs, endMs, baselineSha256, rows, asBuffer(profile));
  }

  windowProfile(model: string, version: string, startMs: number): Uint8Array | null {
    const row = this.#get('SELECT profile FROM windows WHERE model = ? AND version = ? AND start_ms = ?', model, version, startMs);
    return row ? (row['profile'] as Uint8Array) : null;
  }

  putVerdict(verdict: StoredVerdict): void {
    const { id, model, version, window_end } = verdict;
    this.#run('INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)', id, model, version, Date.parse(window_end), JSON.stringify(verdict));
  }

  verdict(id: string): StoredVerdict | null {
    return verdictOf(this.#get('SELECT verdict FROM verdicts WHERE id = ?', id));
  }

  latestVerdict(model: string, version: string): StoredVerdict | null {
    return verdictOf(this.#get('SELECT verdict FROM verdicts WHERE model = ? AND version = ? ORDER BY window_end_ms DESC LIMIT 1', model, version));
  }

  /** Newest first. */
  listVerdicts(model: string | null, limit: number): StoredVerdict[] {
    const rows =
      model === null
        ? this.#all('SELECT verdict FROM verdicts ORDER BY window_end_ms DESC, id LIMIT ?', limit)
        : this.#all('SELECT verdict FROM verdicts WHERE model = ? ORDER BY window_end_ms DESC, id LIMIT ?', model, limit);
    return rows.map((row) => verdictOf(row)).filter((verdict) => verdict !== null);
  }

  putBaseline(sha256: string, artefact: string): void {
    this.#run('INSERT OR IGNORE INTO baselines VALUES (?, ?)', sha256, artefact);
  }

  baseline(sha256: string): string | null {
    const row = this.#get('SELECT artefact FROM baselines WHERE sha256 = ?', sha256);
    return row ? String(row['artefact']) : null;
  }

  /** Asks for a baseline; it becomes effective at the next window boundary. */
  requestActivation(model: string, sha256: string, requestedMs: number, fromMs: number | null, reason: string): void {
    this.#run('INSERT INTO activations (model, sha256, requested_ms, from_ms, reason) VALUES (?, ?, ?, ?, ?)', model, sha256, requestedMs, fromMs, reason);
  }

  markEffective(id: number, fromMs: number): void {
    this.#run('UPDATE activations SET from_ms = ? WHERE id = ?', fromMs, id);
  }

  /** Activations of a model (of all models for null), oldest first. */
  activations(model: string | null): ActivationRecord[] {
    const columns = 'id, model, activations.sha256 AS sha256, requested_ms, from_ms, reason, artefact';
    const sql = `SELECT ${columns} FROM activations JOIN baselines USING (sha256)`;
    const rows = model === null ? this.#all(`${sql} ORDER BY id`) : this.#all(`${sql} WHERE model = ? ORDER BY id`, model);
    return rows.map((row) => ({
      id: Number(row['id']),
      model: String(row['model']),
      sha256: String(row['sha256']),
      requestedMs: Number(row['requested_ms']),
      fromMs: row['from_ms'] === null ? null : Number(row['from_ms']),
      reason: String(row['reason']),
      artefact: String(row['artefact']),
    }));
  }

  findKey(source: string, key: string): { bodySha256: string; result: string } | null {
    const row = this.#get('SELECT body_sha256, result FROM keys WHERE source = ? AND key = ?', source, key);
    return row ? { bodySha256: String(row['body_sha256']), result: String(row['result']) } : null;
  }

  putKey({ source, key, bodySha256, result, atMs }: KeyRecord): void {
    this.#run('INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?)', source, key, bodySha256, result, atMs);
  }

  /** Deletes what is past its time, a bounded number of rows a call; returns what was deleted. */
  applyRetention(nowMs: number, limits: { windowsMs: number; verdictsMs: number }): Partial<Record<RecordKind, number>> {
    const deleted: Partial<Record<RecordKind, number>> = {};
    const step = (kind: RecordKind, column: string, before: number): void => {
      const sql = `DELETE FROM ${kind} WHERE rowid IN (SELECT rowid FROM ${kind} WHERE ${column} < ? LIMIT ${RETENTION_STEP})`;
      const { changes } = this.#run(sql, before);
      if (changes > 0) deleted[kind] = changes;
    };
    this.transaction(() => {
      step('windows', 'end_ms', nowMs - limits.windowsMs);
      step('verdicts', 'window_end_ms', nowMs - limits.verdictsMs);
      step('keys', 'at_ms', nowMs - KEY_RETENTION_MS);
    });
    return deleted;
  }

  /** Bytes of content by kind of record; reads every page, so call it rarely. */
  sizes(): Record<RecordKind, number> {
    const one = (sql: string): number => Number(this.#get(sql)?.['bytes'] ?? 0);
    return {
      positions: one('SELECT sum(length(source) + length(stream) + length(position)) AS bytes FROM positions'),
      sources: one('SELECT sum(length(source) + length(counters)) AS bytes FROM sources'),
      models: one('SELECT sum(length(model) + length(state)) AS bytes FROM models'),
      versions: one('SELECT sum(length(model) + length(version) + length(state)) AS bytes FROM versions'),
      windows: one('SELECT sum(length(profile) + 64) AS bytes FROM windows'),
      verdicts: one('SELECT sum(length(verdict) + 48) AS bytes FROM verdicts'),
      baselines: one('SELECT sum(length(artefact) + 64) AS bytes FROM baselines'),
      activations: one('SELECT count(*) * 128 AS bytes FROM activations'),
      keys: one('SELECT sum(length(key) + length(result) + 64) AS bytes FROM keys'),
    };
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  #run(sql: string, ...values: unknown[]): { changes: number } {
    return this.#statement(sql).run(...values) as { changes: number };
  }

  #get(sql: string, ...values: unknown[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  #all(sql: string, ...values: unknown[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }
}

function verdictOf(row: Row | undefined): StoredVerdict | null {
  return row ? (JSON.parse(String(row['verdict'])) as StoredVerdict) : null;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
