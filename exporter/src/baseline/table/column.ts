import { DuckDBStructType, DuckDBTypeId, type DuckDBType } from '@duckdb/node-api';
import { identifier } from './sql.js';

/**
 * What a column holds:
 * `words` CSV text, whose type only its values tell; `mixed` JSON values of several types; `empty` only nulls;
 * `nested` lists, maps, objects and bytes, which are no feature.
 */
export type ColumnKind = 'number' | 'boolean' | 'text' | 'words' | 'mixed' | 'time' | 'empty' | 'nested';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Type as the reader names it, for messages. */
  readonly found: string;
  /** What it would be as a feature; null where it is none unless somebody says so. */
  readonly guess: 'numeric' | 'categorical' | null;
  /** SQL of the raw value. */
  readonly sql: string;
  /** Fields of an object; empty for other columns. */
  readonly fields: readonly Column[];
}

/** A typed column as Parquet and JSON give it. */
export function typedColumn(name: string, type: DuckDBType, sql = identifier(name)): Column {
  const fields =
    type instanceof DuckDBStructType
      ? type.entryTypes.map((entry, i) => {
          const field = type.entryNames[i] as string;
          return typedColumn(field, entry, `${sql}.${identifier(field)}`);
        })
      : [];
  const kind = kindOf(type);
  return { name, kind, found: type.alias ?? type.toString().replace(/\(.*/s, ''), guess: GUESSES[kind], sql, fields };
}

const GUESSES: Readonly<Record<ColumnKind, Column['guess']>> = {
  number: 'numeric',
  empty: 'numeric',
  boolean: 'categorical',
  text: 'categorical',
  words: 'categorical',
  mixed: 'categorical',
  time: null,
  nested: null,
};

const NUMBERS = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
]);
const TIMES = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
  DuckDBTypeId.DATE,
]);
const TEXTS = new Set([DuckDBTypeId.VARCHAR, DuckDBTypeId.ENUM, DuckDBTypeId.UUID, DuckDBTypeId.TIME]);

function kindOf(type: DuckDBType): ColumnKind {
  if (type.alias === 'JSON') return 'mixed';
  if (NUMBERS.has(type.typeId)) return 'number';
  if (type.typeId === DuckDBTypeId.BOOLEAN) return 'boolean';
  if (TEXTS.has(type.typeId)) return 'text';
  if (TIMES.has(type.typeId)) return 'time';
  return type.typeId === DuckDBTypeId.SQLNULL ? 'empty' : 'nested';
}

/**
 * SQL of the value as a number: null is missing; what is no finite number becomes NaN and counts as invalid.
 * A text never counts as a number where the file tells them apart, because the running model would not take it for one either.
 */
export function numberSql({ kind, sql }: Column): string {
  const isNull = `${sql} IS NULL`;
  if (kind === 'number' || kind === 'empty') return `CAST(${sql} AS DOUBLE)`;
  if (kind === 'words') return `CASE WHEN ${isNull} THEN NULL ELSE coalesce(TRY_CAST(${sql} AS DOUBLE), ${NAN}) END`;
  if (kind === 'mixed') {
    const type = `json_type(${sql})`;
    const isNumber = `${type} IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT')`;
    return `CASE WHEN ${isNull} OR ${type} = 'NULL' THEN NULL WHEN ${isNumber} THEN CAST(${sql} ->> '$' AS DOUBLE) ELSE ${NAN} END`;
  }
  return `CASE WHEN ${isNull} THEN NULL ELSE ${NAN} END`;
}

const NAN = "CAST('nan' AS DOUBLE)";
/** Above this, whole doubles are no longer exact integers in other languages either; they keep their exponent form. */
const LARGEST_WHOLE = 1e15;

/**
 * SQL of the value as a category. Whole numbers are written without a fraction (1, not 1.0), as JSON logs write them; the
 * words true and false of a CSV in lower case, as pandas writes True for what is true in a JSON log.
 */
export function textSql({ kind, found, sql }: Column): string {
  if (kind === 'words') return `CASE WHEN lower(${sql}) IN ('true', 'false') THEN lower(${sql}) ELSE ${sql} END`;
  if (kind === 'mixed') return `${sql} ->> '$'`;
  if (kind !== 'number' || !/^(FLOAT|DOUBLE|DECIMAL)/.test(found)) return `CAST(${sql} AS VARCHAR)`;
  const value = `CAST(${sql} AS DOUBLE)`;
  const isWhole = `${value} = trunc(${value}) AND abs(${value}) < ${LARGEST_WHOLE}`;
  return `CASE WHEN ${isWhole} THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`;
}

/**
 * SQL of the value as milliseconds since 1970; null where it is no time. Numbers are seconds, milliseconds, microseconds or
 * nanoseconds by magnitude, text is ISO 8601 (UTC where it names no zone).
 */
export function timeSql({ kind, sql }: Column): string {
  if (kind === 'time') return `epoch_ms(${sql})`;
  if (kind === 'number') return epochSql(`CAST(${sql} AS DOUBLE)`);
  const text = kind === 'mixed' ? `(${sql} ->> '$')` : `CAST(${sql} AS VARCHAR)`;
  return `coalesce(${epochSql(`TRY_CAST(${text} AS DOUBLE)`)}, epoch_ms(TRY_CAST(${text} AS TIMESTAMPTZ)))`;
}

function epochSql(value: string): string {
  const size = `abs(${value})`;
  return `CAST(CASE WHEN ${size} < 1e11 THEN ${value} * 1e3 WHEN ${size} < 1e14 THEN ${value} WHEN ${size} < 1e17 THEN ${value} / 1e3 ELSE ${value} / 1e6 END AS BIGINT)`;
}
