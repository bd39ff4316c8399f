import type { QualityVerdict } from '../contract/index.js';
import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameOf, nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** How far a window was scored. */
export interface ScoredWindow {
  readonly version: string;
  readonly startMs: number;
  /** Rows and labels that the verdict has seen, replaced ones included. */
  readonly seen: number;
  readonly state: QualityVerdict['state'];
}

interface Row {
  readonly verdict: string;
}

export const QUALITY_VERDICTS_V4 = `CREATE TABLE quality_verdicts (
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  window_start_ms INTEGER NOT NULL,
  window_end_ms INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  state TEXT NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (model, version, window_start_ms)
) STRICT;
CREATE INDEX quality_verdicts_by_end ON quality_verdicts (window_end_ms);
${sizeTriggersV1('quality_verdicts', ['model', 'version', 'state', 'verdict'])}`;

/** The quality of each window, as it was reached last: labels that come later or are corrected replace it. Retention is that of verdicts. */
export class QualityVerdicts {
  readonly #scored: ReadStatement<Pick<ScoredWindow, 'version' | 'seen' | 'state'> & { window_start_ms: number }>;
  readonly #versions: ReadStatement<{ model: string; version: string }>;
  readonly #list: ReadStatement<Row>;
  readonly #shown: ReadStatement<Row>;
  readonly #put: WriteStatement;
  readonly #expire: WriteStatement;

  constructor(connection: Connection) {
    this.#scored = connection.reader('SELECT version, window_start_ms, seen, state FROM quality_verdicts WHERE model = ?');
    this.#versions = connection.reader('SELECT DISTINCT model, version FROM quality_verdicts ORDER BY model, version');
    this.#list = connection.reader(
      'SELECT verdict FROM quality_verdicts WHERE model = ? AND version = ? ORDER BY window_start_ms DESC LIMIT ?',
    );
    const newest = `SELECT max(window_start_ms) FROM quality_verdicts AS other WHERE other.model = q.model AND other.version = q.version`;
    this.#shown = connection.reader(
      `SELECT verdict FROM quality_verdicts AS q WHERE model = ?
         AND window_start_ms IN ((${newest}), (${newest} AND state <> 'immature')) ORDER BY version, window_start_ms`,
    );
    this.#put = connection.writer(
      `INSERT INTO quality_verdicts (model, version, window_start_ms, window_end_ms, seen, state, verdict) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (model, version, window_start_ms) DO UPDATE SET window_end_ms = excluded.window_end_ms, seen = excluded.seen,
         state = excluded.state, verdict = excluded.verdict`,
    );
    this.#expire = connection.writer(
      'DELETE FROM quality_verdicts WHERE rowid IN (SELECT rowid FROM quality_verdicts WHERE window_end_ms < ? ORDER BY window_end_ms LIMIT ?)',
    );
  }

  /** How far the windows of a model were scored. */
  scored(model: string): ScoredWindow[] {
    return this.#scored.all(nameText(model)).map(({ version, window_start_ms, seen, state }) => ({
      version: nameOf(version),
      startMs: window_start_ms,
      seen,
      state,
    }));
  }

  /** Models and versions with a verdict. */
  versions(): { model: string; version: string }[] {
    return this.#versions.all().map(({ model, version }) => ({ model: nameOf(model), version: nameOf(version) }));
  }

  /** Of each version the verdict on the newest window, and on the newest that is mature. */
  shown(model: string): QualityVerdict[] {
    return this.#shown.all(nameText(model)).map(({ verdict }) => JSON.parse(verdict) as QualityVerdict);
  }

  /** Newest window first. */
  list(model: string, version: string, limit: number): QualityVerdict[] {
    return this.#list.all(nameText(model), nameText(version), limit).map(({ verdict }) => JSON.parse(verdict) as QualityVerdict);
  }

  put(verdict: QualityVerdict, seen: number): void {
    const { model, version, window_start, window_end, state } = verdict;
    const [startMs, endMs] = [Date.parse(window_start), Date.parse(window_end)];
    this.#put.run(nameText(model), nameText(version), startMs, endMs, seen, state, JSON.stringify(verdict));
  }

  /** Deletes at most `limit` verdicts on windows that ended before `beforeMs`, oldest first. */
  expire(beforeMs: number, limit: number): number {
    return this.#expire.run(beforeMs, limit).changes;
  }
}
