import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameOf, nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/** Where reading goes on, as a source describes it. */
export interface StoredPosition {
  readonly stream: string;
  readonly position: Readonly<Record<string, unknown>>;
}

export const POSITIONS_V1 = `CREATE TABLE positions (
  source TEXT NOT NULL,
  stream TEXT NOT NULL,
  position TEXT NOT NULL,
  PRIMARY KEY (source, stream)
) STRICT, WITHOUT ROWID;
${sizeTriggersV1('positions', ['source', 'stream', 'position'])}`;

/** Read positions of each stream of each source. Bounded by the streams that the source still knows; no retention. */
export class Positions {
  readonly #bySource: ReadStatement<{ stream: string; position: string }>;
  readonly #put: WriteStatement;
  readonly #forget: WriteStatement;

  constructor(connection: Connection) {
    this.#bySource = connection.reader('SELECT stream, position FROM positions WHERE source = ? ORDER BY stream');
    this.#put = connection.writer(
      'INSERT INTO positions (source, stream, position) VALUES (?, ?, ?) ON CONFLICT (source, stream) DO UPDATE SET position = excluded.position',
    );
    this.#forget = connection.writer('DELETE FROM positions WHERE source = ? AND stream = ?');
  }

  of(source: string): StoredPosition[] {
    return this.#bySource.all(nameText(source)).map(({ stream, position }) => ({
      stream: nameOf(stream),
      position: JSON.parse(position) as Record<string, unknown>,
    }));
  }

  put(source: string, { stream, position }: StoredPosition): void {
    this.#put.run(nameText(source), nameText(stream), JSON.stringify(position));
  }

  forget(source: string, stream: string): void {
    this.#forget.run(nameText(source), nameText(stream));
  }
}
