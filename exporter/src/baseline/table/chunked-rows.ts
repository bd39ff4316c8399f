import { baselineError } from '../errors.js';
import { dateKind } from '../seasons/buckets.js';
import { fieldsOf, findColumn } from './choose-columns.js';
import { CHUNK_PERIODS, periodEnd, type Chunk } from './chunk.js';
import { textSql, timeSql, type Column } from './column.js';
import type { ColumnUse, DataTable } from './data-table.js';
import { bucketSql, localTimeSql } from './season-sql.js';
import { literal } from './sql.js';

/** Names that no column of a file is likely to have. */
export const CHUNK = '_aiops_chunk';
export const TIME = '_aiops_time';
export const ROW = '_aiops_row';

/** How the rows of a file are cut into chunks. */
export interface ChunkOptions {
  readonly featuresAt?: string | undefined;
  /** Column with the time of each row: orders the rows of a chunk, and periods need it. */
  readonly time?: string | undefined;
  readonly chunk?: Chunk | undefined;
}

export interface ChunkBounds {
  /**
   * Where it begins and ends: ISO times where the time is known (for periods: their bounds; else the first and the last row),
   * else positions of rows in the file: the first, and the one behind the last.
   */
  readonly start: string | number;
  readonly end: string | number;
  readonly rows: number;
}

export interface ChunkedRows {
  /** The wanted columns, ready to be asked for in `relation`. */
  readonly columns: readonly Column[];
  /** SQL of the rows, with the key of their chunk in the column CHUNK. */
  readonly relation: string;
  /** In the order of their keys. */
  readonly chunks: readonly (ChunkBounds & { readonly key: number })[];
  /** For seasons the number of dates that have rows, by dateKind; else empty. */
  readonly dates: ReadonlyMap<number, number>;
  /** Rows without a time, which belong to no period. */
  readonly rowsWithoutTime: number;
}

/** Gets columns of a table ready, with the chunk of every row. Errors: BASELINE_COLUMN_MISSING, BASELINE_COLUMN_TYPE, BASELINE_CHUNK. */
export async function chunkRows(
  table: DataTable,
  wanted: readonly { readonly name: string; readonly type: 'numeric' | 'categorical' }[],
  options: ChunkOptions,
): Promise<ChunkedRows> {
  const pool = options.featuresAt === undefined ? table.columns : fieldsOf(table, options.featuresAt);
  const uses = wanted.map(({ name, type }): ColumnUse => ({ column: findColumn(table, name, pool), as: type }));
  const time = options.time === undefined || options.chunk === undefined ? null : findColumn(table, options.time);
  const columns = await table.stage(time ? [...uses, { column: time, as: 'time' }] : uses);
  const { relation, dates } = await chunkedRelation(table, columns, time ? (columns[wanted.length] as Column) : null, options.chunk);
  const found = await table.query(
    `SELECT ${CHUNK}, count(*), min(${TIME}), max(${TIME}), min(${ROW}), max(${ROW}) FROM ${relation} GROUP BY 1 ORDER BY 1`,
  );
  const chunks = found.map(([key, rows, ...bounds]) => {
    const numbers = bounds.map((bound) => (bound === null ? null : Number(bound)));
    return { key: Number(key), rows: Number(rows), ...boundsOf(Number(key), numbers, options) };
  });
  return { columns, relation, chunks, dates, rowsWithoutTime: table.rows - chunks.reduce((sum, { rows }) => sum + rows, 0) };
}

/** SQL of the rows with their chunk, time and position; a temporary table where rows must be put in order first. */
async function chunkedRelation(
  table: DataTable,
  columns: readonly Column[],
  time: Column | null,
  chunk: Chunk | undefined,
): Promise<Pick<ChunkedRows, 'relation' | 'dates'>> {
  const dates = new Map<number, number>();
  if (chunk === undefined)
    return { relation: `(SELECT *, 0 AS ${CHUNK}, CAST(NULL AS BIGINT) AS ${TIME}, 0 AS ${ROW} FROM ${table.relation})`, dates };
  if (chunk.kind === 'category') {
    const value = textSql(columns.find(({ name }) => name === chunk.column) as Column);
    const known = chunk.names.map((name, i) => `WHEN ${literal(name)} THEN ${i}`).join(' ');
    const key = `CASE ${value} ${known} ELSE ${chunk.names.length} END AS ${CHUNK}`;
    return { relation: `(SELECT *, ${key}, CAST(NULL AS BIGINT) AS ${TIME}, 0 AS ${ROW} FROM ${table.relation})`, dates };
  }
  if (chunk.kind === 'season') {
    if (time === null) throw baselineError('BASELINE_SEASON_TIME', { season: chunk.season });
    return seasonRelation(table, await checkedTimeSql(table, time), chunk);
  }
  if (chunk.kind !== 'rows' && time === null) {
    const found = `${chunk.kind === 'period' ? chunk.period : 'a length'} without one`;
    throw baselineError('BASELINE_CHUNK', { known: 'H, D, W, M, Q, Y with a time column', found });
  }
  if (chunk.kind === 'rows' && time === null) {
    // The position of a row says its chunk: nothing is put in order, so nothing is copied (all columns at once, for as long as the file is open).
    const cut = `${table.rowNumber} // ${chunk.rows} AS ${CHUNK}, CAST(NULL AS BIGINT) AS ${TIME}, ${table.rowNumber} AS ${ROW}`;
    return { relation: `(SELECT *, ${cut} FROM ${table.relation})`, dates };
  }
  const timeMs = time ? await checkedTimeSql(table, time) : 'CAST(NULL AS BIGINT)';
  const roots = new Set(columns.map(({ sql }) => rootOf(sql)));
  const wanted = `SELECT ${[...roots].join(', ')}, ${timeMs} AS ${TIME}, ${table.rowNumber} AS ${ROW} FROM ${table.relation}`;
  const number = numberSqlOf(chunk);
  const only = time ? `WHERE ${TIME} IS NOT NULL` : '';
  await table.query(`CREATE OR REPLACE TEMPORARY TABLE chunked AS SELECT *, ${number} AS ${CHUNK} FROM (${wanted}) ${only}`);
  return { relation: 'chunked', dates };
}

/** Rows with the bucket of their local time; nothing is put in order, so nothing is copied. */
async function seasonRelation(
  table: DataTable,
  timeMs: string,
  { season, timezone }: Extract<Chunk, { kind: 'season' }>,
): Promise<Pick<ChunkedRows, 'relation' | 'dates'>> {
  const timed = `(SELECT *, ${timeMs} AS ${TIME}, ${table.rowNumber} AS ${ROW} FROM ${table.relation})`;
  const [[first, last] = []] = await table.query(`SELECT min(${TIME}), max(${TIME}) FROM ${timed}`);
  const local = localTimeSql(TIME, timezone, Number(first), Number(last));
  const relation = `(SELECT *, ${bucketSql(season, local)} AS ${CHUNK} FROM ${timed} WHERE ${TIME} IS NOT NULL)`;
  const found = await table.query(`SELECT DISTINCT ${CHUNK}, epoch_ms(date_trunc('day', ${local})) FROM ${relation}`);
  const dates = new Map<number, Set<number>>();
  for (const [bucket, date] of found) {
    const kind = dateKind(season, Number(bucket));
    dates.set(kind, (dates.get(kind) ?? new Set()).add(Number(date)));
  }
  return { relation, dates: new Map([...dates].map(([kind, days]) => [kind, days.size])) };
}

/** SQL of the key of a row's chunk. Windows of a running exporter begin at the same times (ModelState.windowOf). */
function numberSqlOf(chunk: Exclude<Chunk, { kind: 'season' | 'category' }>): string {
  if (chunk.kind === 'rows') return `(row_number() OVER (ORDER BY ${TIME}, ${ROW}) - 1) // ${chunk.rows}`;
  if (chunk.kind === 'length') {
    const startSql = (ms: number): string => `CAST(floor(${TIME} / ${ms}) AS BIGINT) * ${ms}`;
    return chunk.grid === undefined ? startSql(chunk.ms) : `greatest(${startSql(chunk.ms)}, ${startSql(chunk.grid)})`;
  }
  return `epoch_ms(date_trunc(${literal(CHUNK_PERIODS[chunk.period])}, make_timestamp_ms(${TIME})))`;
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
  { chunk: how }: ChunkOptions,
): { start: string | number; end: string | number } {
  const [first = null, last = null, firstRow, lastRow] = found;
  if (how?.kind === 'period') return { start: iso(chunk), end: iso(periodEnd(chunk, how.period)) };
  if (how?.kind === 'length') return { start: iso(chunk), end: iso(chunk + how.ms) };
  if (first !== null && last !== null) return { start: iso(first), end: iso(last) };
  return { start: firstRow ?? 0, end: (lastRow ?? 0) + 1 };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
