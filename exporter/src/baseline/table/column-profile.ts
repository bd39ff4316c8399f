import { slotCount, type CategoricalLayout, type FeatureLayout, type NumericLayout } from '../../profile/index.js';
import { baselineError } from '../errors.js';
import { nextDown } from '../next-double.js';
import { fieldsOf, findColumn } from './choose-columns.js';
import { CHUNK_PERIODS, periodEnd, type Chunk } from './chunk.js';
import { numberSql, textSql, timeSql, type Column } from './column.js';
import { DataTable, type ColumnUse, type TableOptions } from './data-table.js';
import { doubleList, literal } from './sql.js';

/** Names that no column of a file is likely to have. */
const CHUNK = '_aiops_chunk';
const TIME = '_aiops_time';
const ROW = '_aiops_row';

export interface ProfileOptions {
  readonly featuresAt?: string | undefined;
  /** Column with the time of each row: orders the rows of a chunk, and periods need it. */
  readonly time?: string | undefined;
  readonly chunk?: Chunk | undefined;
  readonly onProgress?: ((progress: { name: string; done: number; total: number }) => void) | undefined;
}

/** The counts of one chunk of a file. */
export interface ProfiledChunk {
  /**
   * Where it begins and ends: ISO times where the time is known (for periods: their bounds; else the first and the last row),
   * else positions of rows in the file: the first, and the one behind the last.
   */
  readonly start: string | number;
  readonly end: string | number;
  readonly rows: number;
  /** For each layout slotCount(layout) counts: bins, missing, invalid. */
  readonly counts: readonly Float64Array[];
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
  const pool = options.featuresAt === undefined ? table.columns : fieldsOf(table, options.featuresAt);
  const uses = layouts.map(({ name, type }): ColumnUse => ({ column: findColumn(table, name, pool), as: type }));
  const time = options.time === undefined || options.chunk === undefined ? null : findColumn(table, options.time);
  const columns = await table.stage(time ? [...uses, { column: time, as: 'time' }] : uses);
  const relation = await chunkedRelation(table, columns, time ? (columns[layouts.length] as Column) : null, options.chunk);
  const found = await table.query(
    `SELECT ${CHUNK}, count(*), min(${TIME}), max(${TIME}), min(${ROW}), max(${ROW}) FROM ${relation} GROUP BY 1 ORDER BY 1`,
  );
  const chunks = new Map<number, ProfiledChunk>();
  for (const [chunk, rows, ...bounds] of found) {
    const at = boundsOf(
      Number(chunk),
      bounds.map((bound) => (bound === null ? null : Number(bound))),
      options,
    );
    chunks.set(Number(chunk), { ...at, rows: Number(rows), counts: layouts.map((layout) => new Float64Array(slotCount(layout))) });
  }
  for (const [i, layout] of layouts.entries()) {
    const into = (chunk: unknown): Float64Array => chunks.get(Number(chunk))?.counts[i] as Float64Array;
    const column = columns[i] as Column;
    if (layout.type === 'numeric') await countNumeric(table, relation, column, layout, into);
    else await countCategorical(table, relation, column, layout, into);
    options.onProgress?.({ name: layout.name, done: i + 1, total: layouts.length });
  }
  const counted = [...chunks.values()];
  return { rows: table.rows, chunks: counted, rowsWithoutTime: table.rows - counted.reduce((sum, { rows }) => sum + rows, 0) };
}

/** SQL of the rows with their chunk, time and position; a temporary table where rows must be put in order first. */
async function chunkedRelation(
  table: DataTable,
  columns: readonly Column[],
  time: Column | null,
  chunk: Chunk | undefined,
): Promise<string> {
  if (chunk === undefined) return `(SELECT *, 0 AS ${CHUNK}, CAST(NULL AS BIGINT) AS ${TIME}, 0 AS ${ROW} FROM ${table.relation})`;
  if (chunk.kind === 'period' && time === null) {
    throw baselineError('BASELINE_CHUNK', { known: 'H, D, W, M, Q, Y with a time column', found: `${chunk.period} without one` });
  }
  const timeMs = time ? await checkedTimeSql(table, time) : 'CAST(NULL AS BIGINT)';
  const roots = new Set(columns.map(({ sql }) => rootOf(sql)));
  const wanted = `SELECT ${[...roots].join(', ')}, ${timeMs} AS ${TIME}, ${table.rowNumber} AS ${ROW} FROM ${table.relation}`;
  const number =
    chunk.kind === 'rows'
      ? `(row_number() OVER (ORDER BY ${TIME}, ${ROW}) - 1) // ${chunk.rows}`
      : `epoch_ms(date_trunc(${literal(CHUNK_PERIODS[chunk.period])}, make_timestamp_ms(${TIME})))`;
  const only = time ? `WHERE ${TIME} IS NOT NULL` : '';
  await table.query(`CREATE OR REPLACE TEMPORARY TABLE chunked AS SELECT *, ${number} AS ${CHUNK} FROM (${wanted}) ${only}`);
  return 'chunked';
}

/** The top-level column of an SQL path: nested fields come along with their object. */
function rootOf(sql: string): string {
  return /^"(?:[^"]|"")*"|^\w+/.exec(sql)?.[0] ?? sql;
}

async function checkedTimeSql(table: DataTable, column: Column): Promise<string> {
  const isPossible = column.kind !== 'nested' && column.kind !== 'boolean';
  const [[times] = []] = isPossible ? await table.query(`SELECT count(${timeSql(column)}) FROM ${table.relation}`) : [[0]];
  if (Number(times) > 0) return timeSql(column);
  const required = 'the time column holds ISO 8601 text, timestamps or epoch numbers';
  throw baselineError('BASELINE_COLUMN_TYPE', { column: column.name, path: table.file.path, found: column.found, required });
}

function boundsOf(
  chunk: number,
  found: readonly (number | null)[],
  { chunk: how }: ProfileOptions,
): { start: string | number; end: string | number } {
  const [first = null, last = null, firstRow, lastRow] = found;
  if (how?.kind === 'period') return { start: iso(chunk), end: iso(periodEnd(chunk, how.period)) };
  if (first !== null && last !== null) return { start: iso(first), end: iso(last) };
  return { start: firstRow ?? 0, end: (lastRow ?? 0) + 1 };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

type Into = (chunk: unknown) => Float64Array;

async function countNumeric(table: DataTable, relation: string, column: Column, layout: NumericLayout, into: Into): Promise<void> {
  const bins = layout.edges.length + 1;
  // histogram() counts up to and including a bound; a bin ends before its edge.
  const bounds = doubleList([...layout.edges.map(nextDown), Number.MAX_VALUE]);
  const counted = await table.query(
    `SELECT ${CHUNK}, count(*) FILTER (v IS NULL), count(*) FILTER (NOT isfinite(v)), ` +
      `map_values(histogram(v, ${bounds}) FILTER (isfinite(v))) FROM (SELECT ${CHUNK}, ${numberSql(column)} AS v FROM ${relation}) GROUP BY 1`,
  );
  for (const [chunk, missing, invalid, histogram] of counted) {
    const counts = into(chunk);
    ((histogram ?? []) as unknown[]).slice(0, bins).forEach((n, bin) => (counts[bin] = Number(n)));
    counts[bins] = Number(missing);
    counts[bins + 1] = Number(invalid);
  }
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
