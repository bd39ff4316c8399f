import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { storeError } from './errors.js';
import { nameOf, nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** Stands for all versions of a model. */
export const ANY_VERSION = '*';

export interface ActivationRequest {
  readonly model: string;
  /** A version, or ANY_VERSION. */
  readonly version: string;
  readonly sha256: string;
  readonly requestedMs: number;
  /** Who or what asked, for people: `command`, `api`, `bootstrap`, `configuration`. */
  readonly reason: string;
}

export interface StoredActivation extends ActivationRequest {
  readonly id: number;
  /** Start of the first window that the baseline judges; null while it waits for one. */
  readonly fromMs: number | null;
}

interface Row {
  readonly id: number;
  readonly model: string;
  readonly version: string;
  readonly sha256: string;
  readonly requested_ms: number;
  readonly effective_window_start_ms: number | null;
  readonly reason: string;
}

// AUTOINCREMENT: the id of a request is never used again, so an answer to an old request cannot hit a new one.
export const ACTIVATIONS_V1 = `CREATE TABLE activations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES baselines (sha256),
  requested_ms INTEGER NOT NULL,
  effective_window_start_ms INTEGER,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX activations_by_model ON activations (model, effective_window_start_ms);
${sizeTriggersV1('activations', ['model', 'version', 'sha256', 'reason'])}`;

/** Which baseline judges which windows, and what somebody asked for. A few rows a year; no retention. */
export class Activations {
  readonly #models: ReadStatement<{ model: string }>;
  readonly #pending: ReadStatement<Row>;
  readonly #effective: ReadStatement<Row>;
  readonly #active: ReadStatement<Row>;
  readonly #baseline: ReadStatement<{ sha256: string }>;
  readonly #request: WriteStatement;
  readonly #activate: WriteStatement;
  readonly #mark: WriteStatement;

  constructor(connection: Connection) {
    this.#models = connection.reader('SELECT DISTINCT model FROM activations ORDER BY model');
    this.#pending = connection.reader('SELECT * FROM activations WHERE model = ? AND effective_window_start_ms IS NULL ORDER BY id');
    this.#effective = connection.reader(
      `SELECT * FROM (
         SELECT * FROM activations WHERE model = ? AND effective_window_start_ms IS NOT NULL
         ORDER BY effective_window_start_ms DESC, id DESC LIMIT ?
       ) ORDER BY effective_window_start_ms, id`,
    );
    this.#active = connection.reader(
      `SELECT * FROM activations WHERE model = ? AND version IN (?, '${ANY_VERSION}') AND effective_window_start_ms IS NOT NULL
       ORDER BY version = '${ANY_VERSION}', effective_window_start_ms DESC, id DESC LIMIT 1`,
    );
    this.#baseline = connection.reader('SELECT sha256 FROM baselines WHERE sha256 = ?');
    this.#request = connection.writer('INSERT INTO activations (model, version, sha256, requested_ms, reason) VALUES (?, ?, ?, ?, ?)');
    this.#activate = connection.writer(
      `INSERT INTO activations (model, version, sha256, requested_ms, reason, effective_window_start_ms)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (
         SELECT 1 FROM activations WHERE model = ?1 AND version = ?2 AND sha256 = ?3 AND effective_window_start_ms = ?6)`,
    );
    this.#mark = connection.writer('UPDATE activations SET effective_window_start_ms = ? WHERE id = ?');
  }

  /** Models with any request or activation. */
  models(): string[] {
    return this.#models.all().map(({ model }) => nameOf(model));
  }

  /** Requests that wait for a window boundary, oldest first. */
  pending(model: string): StoredActivation[] {
    return this.#pending.all(nameText(model)).map(activationOf);
  }

  /** The `limit` latest that took effect, oldest first. */
  effective(model: string, limit: number): StoredActivation[] {
    return this.#effective.all(nameText(model), limit).map(activationOf);
  }

  /** What judges new windows of a version: the latest made for this version, else the latest made for all versions. */
  active(model: string, version: string): StoredActivation | null {
    const row = this.#active.get(nameText(model), nameText(version));
    return row && activationOf(row);
  }

  /**
   * Asks for a baseline; it judges from the next window boundary on.
   *
   * @returns the id of the request
   * @throws CodedError STORE_UNKNOWN_BASELINE
   */
  request({ model, version, sha256, requestedMs, reason }: ActivationRequest): number {
    this.#requireBaseline(sha256);
    return this.#request.run(nameText(model), nameText(version), sha256, requestedMs, reason).lastId;
  }

  /**
   * Notes a baseline that took effect without a request (bootstrap). Noting the same again changes nothing: a commit whose
   * outcome was unknown is repeated as a whole.
   *
   * @throws CodedError STORE_UNKNOWN_BASELINE
   */
  activate({ model, version, sha256, requestedMs, reason }: ActivationRequest, fromMs: number): void {
    this.#requireBaseline(sha256);
    this.#activate.run(nameText(model), nameText(version), sha256, requestedMs, reason, fromMs);
  }

  /** @throws CodedError STORE_UNKNOWN_ACTIVATION */
  markEffective(id: number, fromMs: number): void {
    if (this.#mark.run(fromMs, id).changes === 0) throw storeError('STORE_UNKNOWN_ACTIVATION', { id });
  }

  /** Asked beforehand, because "FOREIGN KEY constraint failed" tells nobody what to do. */
  #requireBaseline(sha256: string): void {
    if (this.#baseline.get(sha256) === null) throw storeError('STORE_UNKNOWN_BASELINE', { sha256 });
  }
}

function activationOf(row: Row): StoredActivation {
  return {
    id: row.id,
    model: nameOf(row.model),
    version: nameOf(row.version),
    sha256: row.sha256,
    requestedMs: row.requested_ms,
    fromMs: row.effective_window_start_ms,
    reason: row.reason,
  };
}
