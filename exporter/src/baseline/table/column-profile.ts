import { slotCount, type CategoricalLayout, type FeatureLayout, type NumericLayout } from '../../profile/index.js';
import { nextDown } from '../next-double.js';
import { CHUNK, chunkRows, type ChunkBounds, type ChunkOptions } from './chunked-rows.js';
import { numberSql, textSql, type Column } from './column.js';
import { DataTable, type TableOptions } from './data-table.js';
import { doubleList, literal } from './sql.js';

export interface ProfileOptions extends ChunkOptions {
  readonly onProgress?: ((progress: { name: string; done: number; total: number }) => void) | undefined;
}

/** The counts of one chunk of a file. */
export interface ProfiledChunk extends ChunkBounds {
  /** For each layout slotCount(layout) counts: bins, missing, invalid. */
  readonly counts: readonly Float64Array[];
  /** For each layout 1 where a numeric feature had more than one value; 0 for all others. */
  readonly varies: Uint8Array;
}

export interface ColumnProfile {
  readonly rows: number;
  /** In order of time or rows; one for the whole file where no chunk is asked for. */
  readonly chunks: readonly ProfiledChunk[];
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
  const { columns, relation, chunks: found, rowsWithoutTime } = await chunkRows(table, layouts, options);
  const chunks = new Map<number, ProfiledChunk>();
  for (const { key, ...chunk } of found) {
    const counts = layouts.map((layout) => new Float64Array(slotCount(layout)));
    chunks.set(key, { ...chunk, counts, varies: new Uint8Array(layouts.length) });
  }
  for (const [i, layout] of layouts.entries()) {
    const into = (chunk: unknown): Float64Array => chunks.get(Number(chunk))?.counts[i] as Float64Array;
    const column = columns[i] as Column;
    if (layout.type === 'numeric') {
      const varied = await countNumeric(table, relation, column, layout, into);
      for (const chunk of varied) (chunks.get(chunk) as ProfiledChunk).varies[i] = 1;
    } else await countCategorical(table, relation, column, layout, into);
    options.onProgress?.({ name: layout.name, done: i + 1, total: layouts.length });
  }
  return { rows: table.rows, chunks: [...chunks.values()], rowsWithoutTime };
}

type Into = (chunk: unknown) => Float64Array;

/** @returns the chunks in which there was more than one finite value */
async function countNumeric(table: DataTable, relation: string, column: Column, layout: NumericLayout, into: Into): Promise<number[]> {
  const bins = layout.edges.length + 1;
  // histogram() counts up to and including a bound; a bin ends before its edge.
  const bounds = doubleList([...layout.edges.map(nextDown), Number.MAX_VALUE]);
  const counted = await table.query(
    `SELECT ${CHUNK}, count(*) FILTER (v IS NULL), count(*) FILTER (NOT isfinite(v)), ` +
      `map_values(histogram(v, ${bounds}) FILTER (isfinite(v))), min(v) FILTER (isfinite(v)) < max(v) FILTER (isfinite(v)) FROM (SELECT ${CHUNK}, ${numberSql(column)} AS v FROM ${relation}) GROUP BY 1`,
  );
  const varied: number[] = [];
  for (const [chunk, missing, invalid, histogram, varies] of counted) {
    if (varies === true) varied.push(Number(chunk));
    const counts = into(chunk);
    ((histogram ?? []) as unknown[]).slice(0, bins).forEach((n, bin) => (counts[bin] = Number(n)));
    counts[bins] = Number(missing);
    counts[bins + 1] = Number(invalid);
  }
  return varied;
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
