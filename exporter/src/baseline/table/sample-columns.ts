import { CHUNK, chunkRows, type ChunkBounds, type ChunkedRows, type ChunkOptions } from './chunked-rows.js';
import { numberSql, textSql, type Column } from './column.js';
import type { DataTable } from './data-table.js';

/** A column of one chunk: its finite numbers, or how often each category occurs. Missing values are left out. */
export type ColumnSample =
  | { readonly feature: string; readonly type: 'numeric'; readonly values: Float64Array }
  | { readonly feature: string; readonly type: 'categorical'; readonly counts: ReadonlyMap<string, number> };

export interface SampledFeature {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
}

/** Raw columns of a file, one at a time: 8 bytes a row are held of a numeric column, and nothing of the others. */
export class SampledTable {
  readonly chunks: readonly ChunkBounds[];
  readonly rowsWithoutTime: number;
  readonly #table: DataTable;
  readonly #features: readonly SampledFeature[];
  readonly #rows: ChunkedRows;

  constructor(table: DataTable, features: readonly SampledFeature[], rows: ChunkedRows) {
    this.chunks = rows.chunks.map(({ start, end, rows: n }) => ({ start, end, rows: n }));
    this.rowsWithoutTime = rows.rowsWithoutTime;
    this.#table = table;
    this.#features = features;
    this.#rows = rows;
  }

  /** The samples of a feature, one for each chunk. Errors: BASELINE_FILE_BROKEN. */
  column(index: number): Promise<ColumnSample[]> {
    const { name, type } = this.#features[index] as SampledFeature;
    const column = this.#rows.columns[index] as Column;
    return type === 'numeric' ? this.#numbers(name, column) : this.#categories(name, column);
  }

  async #numbers(feature: string, column: Column): Promise<ColumnSample[]> {
    const { relation, chunks } = this.#rows;
    const finite = `(SELECT ${CHUNK}, ${numberSql(column)} AS v FROM ${relation}) WHERE v IS NOT NULL AND isfinite(v)`;
    const sizes = new Map(
      (await this.#table.query(`SELECT ${CHUNK}, count(*) FROM ${finite} GROUP BY 1`)).map(([key, n]) => [Number(key), Number(n)]),
    );
    const samples = chunks.map(({ key }) => new Float64Array(sizes.get(key) ?? 0));
    const running = await this.#table.startNumbers(`SELECT v FROM ${finite} ORDER BY ${CHUNK}`);
    let chunk = 0;
    let at = 0;
    await running.forEach((value) => {
      while (at >= (samples[chunk] as Float64Array).length) {
        chunk++;
        at = 0;
      }
      (samples[chunk] as Float64Array)[at++] = value as number;
    });
    return samples.map((values) => ({ feature, type: 'numeric', values }));
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
