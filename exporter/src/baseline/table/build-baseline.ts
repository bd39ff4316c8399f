import type { Season } from '../../contract/index.js';
import { sortDoubles } from '../../profile/index.js';
import type { Baseline, BaselineFeature } from '../artefact.js';
import { categoricalFeature, MIN_CATEGORY_COUNT, TAIL_CATEGORIES, TOP_CATEGORIES, type CategoryLimits } from '../categorical-feature.js';
import { baselineError } from '../errors.js';
import { numericFeature } from '../numeric-feature.js';
import { sealBaseline } from '../seal.js';
import { attributionColumns } from './attribution-columns.js';
import { attributionMeans } from './attribution-means.js';
import { chooseFeatures, findColumn, typeOf, type ChosenFeature, type FeatureChoice } from './choose-columns.js';
import { numberSql, textSql, timeSql, type Column } from './column.js';
import { referenceChunks } from './reference-chunks.js';
import { NO_VALUES, copyFinite } from './copy-finite.js';
import { DataTable, type ColumnUse, type TableOptions } from './data-table.js';
import { segmentCounts, type DividedBy } from './segment-counts.js';
import { checkSeason, seasonCounts } from './season-counts.js';

/** How far a build is. */
export type BuildProgress =
  | { readonly kind: 'opened'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'column' | 'season' | 'chunks' | 'segments'; readonly name: string; readonly done: number; readonly total: number }
  /** A column that holds no numbers, words or booleans was passed over. */
  | { readonly kind: 'skipped'; readonly name: string; readonly found: string };

export interface BuildOptions extends ReferenceOptions, TableOptions {
  /** CSV, Parquet or JSONL file. */
  readonly from: string;
}

export interface ReferenceOptions extends FeatureChoice {
  readonly model: string;
  readonly modelVersion: string;
  /** Column with the time of each row: gives the period. */
  readonly time?: string | undefined;
  /** Divides the reference by season, so that a window is compared with its like; needs `time`. */
  readonly season?: Season | undefined;
  /** IANA name of the zone that hours and days are those of; default: UTC. */
  readonly timezone?: string | undefined;
  /** Column with the model's answer: profiled beside the features. */
  readonly prediction?: string | undefined;
  /** Column with the model's score; no feature. */
  readonly score?: string | undefined;
  /** Object column of what each feature contributed, or the prefix of such columns; they are no features. */
  readonly attributions?: string | undefined;
  /** Column with what would have been right; no feature. */
  readonly label?: string | undefined;
  /** Column with the list that a row is an item of; no feature. */
  readonly list?: string | undefined;
  /** Categories with a bin of their own, by feature. */
  readonly top?: Readonly<Record<string, number>> | undefined;
  readonly minCategoryCount?: number | undefined;
  /** Chunks of equal size to count the reference in as well, in order of time, or of the rows where no time is named (see sections/chunks). */
  readonly chunks?: number | undefined;
  /** Categorical feature to divide the reference by, and its categories that become segments (see sections/segments). */
  readonly segmentBy?: string | undefined;
  /** Column to divide by in place of a feature: what `map.segment` of the log names. It is no feature. */
  readonly segment?: string | undefined;
  readonly segmentTop?: number | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
}

/**
 * Builds the baseline of a model from reference data. The same data gives the same bytes, whatever the number of threads.
 *
 * Memory: 16 bytes a row (a column, and room to sort it) and at most 400 MB for the reader.
 * Errors: BASELINE_FILE_*, BASELINE_COLUMN_*, BASELINE_NO_FEATURES, BASELINE_SEASON_TIME, BASELINE_TIMEZONE,
 *   BASELINE_SEGMENT_*.
 */
export async function buildBaseline(options: BuildOptions): Promise<Baseline> {
  // Told before a large file is opened; a table that is open already comes by `profileReference`, which looks as well.
  checkSeason(options);
  const table = await DataTable.open(options.from, options);
  try {
    return await profileReference(table, options);
  } finally {
    await table.close();
  }
}

/** The same over a table that is open already. */
export async function profileReference(table: DataTable, options: ReferenceOptions): Promise<Baseline> {
  checkSeason(options);
  const divided = dividedBy(options);
  const { time: timeColumn, prediction: answerColumn, score, label, list, segment } = options;
  const roles = [timeColumn, answerColumn, score, label, list, segment].filter((name) => name !== undefined);
  const attributed = options.attributions === undefined ? null : attributionColumns(table, options.attributions);
  const { features: chosen, skipped } = chooseFeatures(table, options, [...roles, ...(attributed?.taken ?? [])]);
  const attributions = attributed && attributed.of(chosen.map(({ name }) => name));
  const prediction = options.prediction === undefined ? null : predictionOf(table, options.prediction, options);
  const time = options.time === undefined ? null : findColumn(table, options.time);
  options.onProgress?.({ kind: 'opened', rows: table.rows, columns: chosen.length });
  for (const { name, found } of skipped) options.onProgress?.({ kind: 'skipped', name, found });

  const wanted = prediction ? [...chosen, prediction] : chosen;
  const uses = wanted.map(({ column, type }): ColumnUse => ({ column, as: type }));
  const beside = (attributions ?? []).map(({ column }): ColumnUse => ({ column, as: 'numeric' }));
  const staged = await table.stage([...uses, ...(time ? [{ column: time, as: 'time' } as const] : []), ...beside]);
  const explained = attributions?.map(({ feature }, i) => ({ feature, column: staged[staged.length - beside.length + i] as Column }));
  const period = time ? await periodOf(table, staged[wanted.length] as Column) : null;
  const profiled = await profileAll(
    table,
    wanted.map((feature, i) => ({ ...feature, column: staged[i] as Column })),
    options,
  );
  // Before anything stages other columns.
  const means = explained ? await attributionMeans(table, explained) : null;
  const features = profiled.slice(0, chosen.length);
  const answer = profiled[chosen.length] ?? null;
  const { season } = options;
  const onColumn = (name: string, done: number, total: number): void => options.onProgress?.({ kind: 'season', name, done, total });
  const seasons = season === undefined ? null : await seasonCounts(table, features, answer, { ...options, season, onColumn });
  const chunks = options.chunks === undefined ? null : await referenceChunks(table, features, answer, options);
  const onSegment = (name: string, done: number, total: number): void => options.onProgress?.({ kind: 'segments', name, done, total });
  const segments = divided && (await segmentCounts(table, features, { ...options, divided, onColumn: onSegment }));
  return sealBaseline({
    model: options.model,
    model_version: options.modelVersion,
    source: 'built',
    precision: 'exact',
    rows: table.rows,
    period,
    features,
    prediction: answer,
    ...(chunks && { chunks }),
    ...(seasons && { seasons }),
    ...(segments && { segments }),
    ...(means && { attributions: means }),
  });
}

function dividedBy({ segment, segmentBy }: ReferenceOptions): DividedBy | null {
  if (segment !== undefined && segmentBy !== undefined)
    throw baselineError('BASELINE_SEGMENT_TWICE', { column: segment, feature: segmentBy });
  if (segment !== undefined) return { kind: 'column', name: segment };
  return segmentBy === undefined ? null : { kind: 'feature', name: segmentBy };
}

/** A column whose query runs: `collect` fetches its values and gives the work that is left, which keeps JavaScript busy. */
interface StartedColumn {
  collect(): Promise<() => BaselineFeature>;
}

/** Room for the values of one column and for sorting them: made once, because what is dropped stays in memory for long. */
interface ColumnRoom {
  readonly values: Float64Array;
  readonly scratch: Float64Array;
}

/** One column after the other; DuckDB's threads begin with the next one while this one is sorted here. */
async function profileAll(table: DataTable, chosen: readonly ChosenFeature[], options: ReferenceOptions): Promise<BaselineFeature[]> {
  const rows = chosen.some(({ type }) => type === 'numeric') ? table.rows : 0;
  const room = { values: new Float64Array(rows), scratch: new Float64Array(rows) };
  const profiled: BaselineFeature[] = [];
  let started = await start(table, chosen[0], room, options);
  for (const [i, { name }] of chosen.entries()) {
    const profile = await started?.collect();
    started = await start(table, chosen[i + 1], room, options);
    if (profile) profiled.push(profile());
    options.onProgress?.({ kind: 'column', name, done: i + 1, total: chosen.length });
  }
  return profiled;
}

async function start(
  table: DataTable,
  feature: ChosenFeature | undefined,
  room: ColumnRoom,
  options: ReferenceOptions,
): Promise<StartedColumn | null> {
  if (!feature) return null;
  if (feature.type === 'numeric') return startNumeric(table, feature, room);
  const limits = { top: options.top?.[feature.name] ?? TOP_CATEGORIES, minCategoryCount: options.minCategoryCount ?? MIN_CATEGORY_COUNT };
  return { collect: () => collectCategories(table, feature, limits) };
}

async function startNumeric(table: DataTable, { name, column }: ChosenFeature, { values, scratch }: ColumnRoom): Promise<StartedColumn> {
  const running = await table.startNumbers(`SELECT ${numberSql(column)} FROM ${table.relation} WHERE ${numberSql(column)} IS NOT NULL`);
  return {
    collect: async () => {
      let finite = 0;
      let invalid = 0;
      await running.forEach(([found = NO_VALUES], rows) => {
        const kept = copyFinite(found, values, finite);
        finite += kept;
        invalid += rows - kept;
      });
      return () => {
        const sorted = sortDoubles(values.subarray(0, finite), scratch);
        return numericFeature(name, sorted, { missing: table.rows - finite - invalid, invalid });
      };
    },
  };
}

async function collectCategories(
  table: DataTable,
  { name, column }: ChosenFeature,
  limits: Required<CategoryLimits>,
): Promise<() => BaselineFeature> {
  const text = textSql(column);
  const [[present] = []] = await table.query(`SELECT count(${text}) FROM ${table.relation}`);
  const counted = await table.query(
    `SELECT value, n FROM (SELECT ${text} AS value, count(*) AS n FROM ${table.relation} GROUP BY 1) WHERE value IS NOT NULL ` +
      `ORDER BY n DESC, value LIMIT ${limits.top + TAIL_CATEGORIES + 1}`,
  );
  // The query casts to text: every value is a string.
  const counts = counted.map(([value, n]) => [value as string, Number(n)] as const);
  const rows = { present: Number(present), missing: table.rows - Number(present), invalid: 0 };
  return () => categoricalFeature(name, counts, rows, limits);
}

function predictionOf(table: DataTable, name: string, options: ReferenceOptions): ChosenFeature {
  const column = findColumn(table, name);
  const type = typeOf(name, column, options);
  if (type !== null && column.kind !== 'nested') return { name, type, column };
  const required = 'a prediction is a number, a word or a boolean';
  throw baselineError('BASELINE_COLUMN_TYPE', { column: name, path: table.file.path, found: column.found, required });
}

async function periodOf(table: DataTable, column: Column): Promise<Baseline['period']> {
  const time = column.kind === 'nested' || column.kind === 'boolean' ? 'CAST(NULL AS BIGINT)' : timeSql(column);
  const [[start, end] = []] = await table.query(`SELECT min(${time}), max(${time}) FROM ${table.relation}`);
  if (start === null || start === undefined) {
    const required = 'the time column holds ISO 8601 text, timestamps or epoch numbers';
    throw baselineError('BASELINE_COLUMN_TYPE', { column: column.name, path: table.file.path, found: column.found, required });
  }
  return { start: new Date(Number(start)).toISOString(), end: new Date(Number(end)).toISOString() };
}
