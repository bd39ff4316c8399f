import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

export const PAIR_CHANGES_V2 = `CREATE TABLE pair_changes (
  source TEXT NOT NULL,
  position INTEGER NOT NULL,
  changes BLOB NOT NULL,
  PRIMARY KEY (source, position)
) STRICT, WITHOUT ROWID;
${sizeTriggersV1('pair_changes', ['source', 'changes'])}`;

/**
 * Which halves of inferences wait for their other half, of sources that log requests and responses apart: keyed hashes, no payload.
 * A list of changes that is written anew as a whole when it has grown; no retention, the join itself lets entries go.
 */
export class PairChangesOfSources {
  readonly #of: ReadStatement<{ changes: Uint8Array }>;
  readonly #add: WriteStatement;
  readonly #clear: WriteStatement;

  constructor(connection: Connection) {
    this.#of = connection.reader('SELECT changes FROM pair_changes WHERE source = ? ORDER BY position');
    this.#add = connection.writer(
      'INSERT INTO pair_changes (source, position, changes) VALUES (?, (SELECT ifnull(max(position), 0) + 1 FROM pair_changes WHERE source = ?), ?)',
    );
    this.#clear = connection.writer('DELETE FROM pair_changes WHERE source = ?');
  }

  /** In the order in which they were written. */
  of(source: string): Uint8Array[] {
    return this.#of.all(nameText(source)).map(({ changes }) => changes);
  }

  /** @param isWhole they replace all that was written before */
  put(source: string, changes: Uint8Array, isWhole: boolean): void {
    if (isWhole) this.#clear.run(nameText(source));
    this.#add.run(nameText(source), nameText(source), changes);
  }
}
