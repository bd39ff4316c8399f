import { CHUNK, chunkRows, type ChunkBounds, type ChunkedRows, type ChunkOptions } from './chunked-rows.js';
import { numberSql, textSql, type Column } from './column.js';
import { NO_VALUES, copyFinite } from './copy-finite.js';
import type { DataTable } from './data-table.js';

/** A column of one chunk: its finite numbers, or how often each category occurs. Missing values are left out. */
export type ColumnSample =
  | { readonly feature: string; readonly type: 'numeric'; readonly values: Float64Array }
  | { readonly feature: string; readonly type: 'categorical'; readonly counts: ReadonlyMap<string, number> };

export interface SampledFeature {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
}

/**
 * Raw columns of a file, one at a time: 8 bytes a row are held of a numeric column, and nothing of the others. They lie in one array,
 * chunk after chunk, that the next column is read into.
 */
export class SampledTable {
  readonly chunks: readonly ChunkBounds[];
  readonly rowsWithoutTime: number;
  readonly #table: DataTable;
  readonly #features: readonly SampledFeature[];
  readonly #rows: ChunkedRows;
  #room = NO_VALUES;

  constructor(table: DataTable, features: readonly SampledFeature[], rows: ChunkedRows) {
    this.chunks = rows.chunks.map(({ start, end, rows: n }) => ({ start, end, rows: n }));
    this.rowsWithoutTime = rows.rowsWithoutTime;
    this.#table = table;
    this.#features = features;
    this.#rows = rows;
  }

  /** The samples of a feature, one for each chunk, valid until the next call. Errors: BASELINE_FILE_BROKEN. */
  column(index: number): Promise<ColumnSample[]> {
    const { name, type } = this.#features[index] as SampledFeature;
    const column = this.#rows.columns[index] as Column;
    return type === 'numeric' ? this.#numbers(name, column) : this.#categories(name, column);
  }

  async #numbers(feature: string, column: Column): Promise<ColumnSample[]> {
    const { relation, chunks } = this.#rows;
    const [only] = chunks;
    const key = chunks.length > 1 ? `, CAST(${CHUNK} AS DOUBLE)` : '';
    const running = await this.#table.startNumbers(
      `SELECT v${key} FROM (SELECT ${CHUNK}, ${numberSql(column)} AS v FROM ${relation}) WHERE v IS NOT NULL`,
    );
    if (this.#room.length === 0) this.#room = new Float64Array(chunks.reduce((sum, { rows }) => sum + rows, 0));
    const room = this.#room;
    const parts = partsOf(chunks);
    await running.forEach(([values = NO_VALUES, keys], rows) => {
      // Rows of one chunk mostly lie together.
      for (let from = 0; from < rows;) {
        const chunk = keys?.[from] ?? only?.key;
        let to = keys ? from + 1 : rows;
        while (to < rows && keys?.[to] === chunk) to++;
        const part = parts.get(chunk as number) as ChunkPart;
        part.end += copyFinite(values.subarray(from, to), room, part.end);
        from = to;
      }
    });
    return closedUp(room, [...parts.values()]).map((values) => ({ feature, type: 'numeric', values }));
  }

  async #categories(feature: string, column: Column): Promise<ColumnSample[]> {
    const { relation, chunks } = this.#rows;
    const counts = new Map(chunks.map(({ key }) => [key, new Map<string, number>()]));
    const found = await this.#table.query(
      `SELECT ${CHUNK}, v, count(*) FROM (SELECT ${CHUNK}, ${textSql(column)} AS v FROM ${relation}) WHERE v IS NOT NULL GROUP BY ALL`,
    );
    for (const [key, value, n] of found) counts.get(Number(key))?.set(value as string, Number(n));
    return chunks.map(({ key }) => ({ feature, type: 'categorical', counts: counts.get(key) ?? new Map<string, number>() }));
  }
}

/** Gets the features of a table ready to be sampled. Errors: those of chunkRows. */
export async function sampleTable(table: DataTable, features: readonly SampledFeature[], options: ChunkOptions): Promise<SampledTable> {
  return new SampledTable(table, features, await chunkRows(table, features, options));
}

/** Where the values of a chunk lie. */
interface ChunkPart {
  readonly start: number;
  end: number;
}

function partsOf(chunks: ChunkedRows['chunks']): Map<number, ChunkPart> {
  let start = 0;
  return new Map(
    chunks.map(({ key, rows }) => {
      const part = { start, end: start };
      start += rows;
      return [key, part];
    }),
  );
}

/** Moves the parts together, so that the chunks of a column are one array without gaps (where values are missing). */
function closedUp(room: Float64Array, parts: readonly ChunkPart[]): Float64Array[] {
  let at = 0;
  return parts.map(({ start, end }) => {
    room.copyWithin(at, start, end);
    const values = room.subarray(at, at + end - start);
    at += end - start;
    return values;
  });
}
