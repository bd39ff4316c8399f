import {
  countValues,
  numericBinner,
  slotCount,
  type CategoricalLayout,
  type FeatureLayout,
  type NumericLayout,
} from '../../profile/index.js';
import { CHUNK, chunkRows, type ChunkBounds, type ChunkOptions } from './chunked-rows.js';
import { numberSql, textSql, type Column } from './column.js';
import { NO_VALUES } from './copy-finite.js';
import { DataTable, type TableOptions } from './data-table.js';
import { literal } from './sql.js';
import { ValueRange } from './value-range.js';

export interface ProfileOptions extends ChunkOptions {
  readonly onProgress?: ((progress: { name: string; done: number; total: number }) => void) | undefined;
}

/** The counts of one chunk of a file. */
export interface ProfiledChunk extends ChunkBounds {
  /** Tells chunks apart and orders them; for seasons the bucket. */
  readonly key: number;
  /** For each layout slotCount(layout) counts: bins, missing, invalid. */
  readonly counts: readonly Float64Array[];
  /** For each layout 1 where a numeric feature had more than one value; 0 for all others. */
  readonly varies: Uint8Array;
}

export interface ColumnProfile {
  readonly rows: number;
  /** In order of time or rows; one for the whole file where no chunk is asked for. */
  readonly chunks: readonly ProfiledChunk[];
  /** For seasons the number of dates that have rows, by dateKind; else empty. */
  readonly dates: ReadonlyMap<number, number>;
  /** Rows without a time, which belong to no period. */
  readonly rowsWithoutTime: number;
}

/**
 * Counts a file over the bins of a baseline, as a running window would be counted.
 *
 * Errors: BASELINE_FILE_*, BASELINE_COLUMN_MISSING for a layout whose column the file lacks, BASELINE_COLUMN_TYPE for a
 *   time column without times, BASELINE_CHUNK for a period without a time column.
 */
export async function readColumnProfile(
  path: string,
  layouts: readonly FeatureLayout[],
  options: ProfileOptions & TableOptions = {},
): Promise<ColumnProfile> {
  const table = await DataTable.open(path, options);
  try {
    return await profileColumns(table, layouts, options);
  } finally {
    await table.close();
  }
}

/** The same over a table that is open already. */
export async function profileColumns(table: DataTable, layouts: readonly FeatureLayout[], options: ProfileOptions): Promise<ColumnProfile> {
  const { columns, relation, chunks: found, dates, rowsWithoutTime } = await chunkRows(table, layouts, options);
  const chunks = new Map<number, ProfiledChunk>();
  for (const { key, ...chunk } of found) {
    const counts = layouts.map((layout) => new Float64Array(slotCount(layout)));
    chunks.set(key, { key, ...chunk, counts, varies: new Uint8Array(layouts.length) });
  }
  for (const [i, layout] of layouts.entries()) {
    const into = (chunk: unknown): Float64Array => chunks.get(Number(chunk))?.counts[i] as Float64Array;
    const column = columns[i] as Column;
    if (layout.type === 'numeric') {
      const varied = await countNumeric(table, relation, column, layout, chunks, into);
      for (const chunk of varied) (chunks.get(chunk) as ProfiledChunk).varies[i] = 1;
    } else await countCategorical(table, relation, column, layout, into);
    options.onProgress?.({ name: layout.name, done: i + 1, total: layouts.length });
  }
  return { rows: table.rows, chunks: [...chunks.values()], dates, rowsWithoutTime };
}

type Into = (chunk: unknown) => Float64Array;

/**
 * Counts here and not in SQL: histogram() took twice the time of reading the column.
 *
 * @returns the chunks in which there was more than one finite value
 */
async function countNumeric(
  table: DataTable,
  relation: string,
  column: Column,
  layout: NumericLayout,
  chunks: ReadonlyMap<number, ChunkBounds>,
  into: Into,
): Promise<number[]> {
  const binner = numericBinner(layout.edges);
  const missing = layout.edges.length + 1;
  const ranges = new Map([...chunks.keys()].map((key) => [key, new ValueRange()]));
  const [onlyChunk] = chunks.size === 1 ? chunks.keys() : [];
  const key = onlyChunk === undefined ? `, CAST(${CHUNK} AS DOUBLE)` : '';
  const running = await table.startNumbers(
    `SELECT v${key} FROM (SELECT ${CHUNK}, ${numberSql(column)} AS v FROM ${relation}) WHERE v IS NOT NULL`,
  );
  await running.forEach(([values = NO_VALUES, keys], rows) => {
    // Rows of one chunk mostly lie together.
    for (let from = 0; from < rows;) {
      const chunk = keys ? (keys[from] as number) : (onlyChunk as number);
      let to = keys ? from + 1 : rows;
      while (to < rows && keys?.[to] === chunk) to++;
      countValues(values, from, to, binner, into(chunk));
      ranges.get(chunk)?.widen(values, from, to);
      from = to;
    }
  });
  for (const [chunk, { rows }] of chunks) {
    const counts = into(chunk);
    counts[missing] = rows - counts.reduce((sum, n) => sum + n, 0);
  }
  return [...ranges].filter(([, range]) => range.varies).map(([chunk]) => chunk);
}

async function countCategorical(table: DataTable, relation: string, column: Column, layout: CategoricalLayout, into: Into): Promise<void> {
  const other = layout.categories.length;
  // Where the reference held values that are not listed, a new value cannot be told from those: it counts as `other`.
  const unseen = layout.isTailComplete ? other + 1 : other;
  const slots = [...layout.tail.map((value) => [value, other] as const), ...layout.categories.map((value, slot) => [value, slot] as const)];
  const known = [...slots, [null, -1] as const].map(([value, slot]) => `(${value === null ? 'NULL' : literal(value)}, ${slot})`);
  const counted = await table.query(
    `SELECT d.${CHUNK}, CASE WHEN d.v IS NULL THEN ${other + 2} ELSE coalesce(k.slot, ${unseen}) END AS slot, sum(d.n) ` +
      `FROM (SELECT ${CHUNK}, ${textSql(column)} AS v, count(*) AS n FROM ${relation} GROUP BY ALL) d ` +
      `LEFT JOIN (VALUES ${known.join(', ')}) AS k(v, slot) ON k.v = d.v GROUP BY ALL`,
  );
  for (const [chunk, slot, rows] of counted) into(chunk)[Number(slot)] = Number(rows);
}
