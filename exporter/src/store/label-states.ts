import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

export const LABEL_STATES_V4 = `CREATE TABLE label_states (
  model TEXT NOT NULL PRIMARY KEY,
  state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
${sizeTriggersV1('label_states', ['model', 'state'])};
CREATE TABLE waiting_labels (
  model TEXT NOT NULL,
  position INTEGER NOT NULL,
  changes BLOB NOT NULL,
  PRIMARY KEY (model, position)
) STRICT, WITHOUT ROWID;
${sizeTriggersV1('waiting_labels', ['model', 'changes'])}`;

/** What the join of labels of a model counts, and the labels that wait for their prediction: a list of changes, as of pairs. */
export class LabelStates {
  readonly #get: ReadStatement<{ state: Uint8Array }>;
  readonly #put: WriteStatement;
  readonly #delete: WriteStatement;
  readonly #waiting: ReadStatement<{ changes: Uint8Array }>;
  readonly #add: WriteStatement;
  readonly #clear: WriteStatement;

  constructor(connection: Connection) {
    this.#get = connection.reader('SELECT state FROM label_states WHERE model = ?');
    this.#put = connection.writer(
      'INSERT INTO label_states (model, state) VALUES (?, ?) ON CONFLICT (model) DO UPDATE SET state = excluded.state',
    );
    this.#delete = connection.writer('DELETE FROM label_states WHERE model = ?');
    this.#waiting = connection.reader('SELECT changes FROM waiting_labels WHERE model = ? ORDER BY position');
    this.#add = connection.writer(
      'INSERT INTO waiting_labels (model, position, changes) VALUES (?, (SELECT ifnull(max(position), 0) + 1 FROM waiting_labels WHERE model = ?), ?)',
    );
    this.#clear = connection.writer('DELETE FROM waiting_labels WHERE model = ?');
  }

  get(model: string): Uint8Array | null {
    return this.#get.get(nameText(model))?.state ?? null;
  }

  put(model: string, state: Uint8Array): void {
    this.#put.run(nameText(model), state);
  }

  /** The changes of waiting labels, in the order in which they were written. */
  waiting(model: string): Uint8Array[] {
    return this.#waiting.all(nameText(model)).map(({ changes }) => changes);
  }

  /** @param isWhole they replace all that was written before */
  putWaiting(model: string, changes: Uint8Array, isWhole: boolean): void {
    if (isWhole) this.#clear.run(nameText(model));
    this.#add.run(nameText(model), nameText(model), changes);
  }

  /** Forgets the join of a model; its blocks are erased one by one. */
  forget(model: string): void {
    this.#delete.run(nameText(model));
    this.#clear.run(nameText(model));
  }
}
