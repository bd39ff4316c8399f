import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { sizeTriggersV1 } from './record-sizes.js';

export const BASELINES_V1 = `CREATE TABLE baselines (
  sha256 TEXT NOT NULL PRIMARY KEY,
  artefact TEXT NOT NULL,
  stored_ms INTEGER NOT NULL
) STRICT;
${sizeTriggersV1('baselines', ['sha256', 'artefact'])}`;

/** Baseline artefacts as text, by their hash. No retention: a verdict can only be explained with the baseline it was judged by. */
export class Baselines {
  readonly #get: ReadStatement<{ artefact: string }>;
  readonly #put: WriteStatement;

  constructor(connection: Connection) {
    this.#get = connection.reader('SELECT artefact FROM baselines WHERE sha256 = ?');
    this.#put = connection.writer('INSERT INTO baselines (sha256, artefact, stored_ms) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING');
  }

  get(sha256: string): string | null {
    return this.#get.get(sha256)?.artefact ?? null;
  }

  /** The hash names the content, so the first copy stays. */
  put(sha256: string, artefact: string, storedMs: number): void {
    this.#put.run(sha256, artefact, storedMs);
  }
}
