import { layoutOf, referenceAt, type Baseline } from '../baseline/index.js';
import { profileColumns, profileReference, type Chunk, type ColumnProfile, type DataTable } from '../baseline/io.js';
import type { DriftSettings, ModelVerdict, Season, SeasonBucket } from '../contract/index.js';
import { judgeWindow } from '../drift/index.js';
import { fineBinCount, judgedCounts, type FeatureLayout } from '../profile/index.js';
import { comparedColumns } from './compared-columns.js';
import { withTables } from './with-tables.js';

/** Two files and how to compare them. */
export interface DriftQuestion {
  readonly reference: string;
  readonly current: string;
  readonly columns?: readonly string[];
  readonly featuresAt?: string;
  readonly ignore: readonly string[];
  readonly categorical: readonly string[];
  readonly time?: string;
  readonly chunk?: Chunk;
  /** Compares each chunk with the reference rows of its season; needs `time` and `chunk`. */
  readonly season?: { readonly kind: Season; readonly timezone: string };
  readonly settings: DriftSettings;
}

export interface JudgedChunk {
  readonly start: string | number;
  readonly end: string | number;
  readonly rows: number;
  /** The part of the reference it was compared with; null for the whole. */
  readonly seasonBucket: SeasonBucket | null;
  readonly verdict: ModelVerdict;
}

export interface Comparison {
  readonly settings: DriftSettings;
  readonly referenceRows: number;
  readonly currentRows: number;
  readonly rowsWithoutTime: number;
  /** One for the whole file where no chunk was asked for. */
  readonly chunks: readonly JudgedChunk[];
  /** Columns that were not compared, and why. */
  readonly leftOut: readonly string[];
}

/**
 * Makes a baseline of the reference in memory, counts the current file over its bins and judges the two.
 *
 * Errors: BASELINE_FILE_*, BASELINE_COLUMN_*, BASELINE_CHUNK, CLI_NOTHING_TO_COMPARE, CLI_COLUMN_UNKNOWN.
 */
export function compareFiles(question: DriftQuestion, onProgress: (text: string) => void): Promise<Comparison> {
  return withTables(question, (reference, current) => compareTables(reference, current, question, onProgress));
}

async function compareTables(
  reference: DataTable,
  current: DataTable,
  question: DriftQuestion,
  onProgress: (text: string) => void,
): Promise<Comparison> {
  const { features, ignore, leftOut } = comparedColumns(reference, current, question);
  const skipped: string[] = [];
  const baseline = await profileReference(reference, {
    model: 'reference',
    modelVersion: '-',
    features,
    featuresAt: question.featuresAt,
    ignore,
    categorical: question.categorical,
    ...(question.season && { time: question.time, season: question.season.kind, timezone: question.season.timezone }),
    onProgress: (step) => {
      if (step.kind === 'column') onProgress(`reference: ${step.done} of ${step.total} columns`);
      else if (step.kind === 'season') onProgress(`reference: ${step.done} of ${step.total} columns divided by season`);
      else if (step.kind === 'skipped') skipped.push(`${step.name} (${step.found})`);
    },
  });
  const layouts = baseline.features.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
  const profile = await profileColumns(current, layouts, {
    featuresAt: question.featuresAt,
    time: question.time,
    chunk: question.chunk,
    onProgress: ({ done, total }) => onProgress(`current: ${done} of ${total} columns`),
  });
  return {
    settings: question.settings,
    referenceRows: baseline.rows,
    currentRows: profile.rows,
    rowsWithoutTime: profile.rowsWithoutTime,
    chunks: profile.chunks.map((chunk) => judgeChunk(chunk, layouts, baseline, question.settings)),
    leftOut: [...leftOut, ...skipped],
  };
}

function judgeChunk(
  { start, end, rows, counts }: ColumnProfile['chunks'][number],
  layouts: readonly FeatureLayout[],
  baseline: Baseline,
  settings: DriftSettings,
): JudgedChunk {
  const [startMs, endMs] = [start, end].map((bound) => (typeof bound === 'string' ? Date.parse(bound) : 0)) as [number, number];
  const like = referenceAt(baseline, startMs, endMs, { minSamples: settings.min_samples });
  const features = like.features.map((table, i) => {
    const layout = layouts[i] as FeatureLayout;
    const slots = counts[i] as Float64Array;
    const bins = fineBinCount(layout);
    return { ...table, current: judgedCounts(layout, slots), currentMissing: slots[bins] ?? 0, currentInvalid: slots[bins + 1] ?? 0 };
  });
  return { start, end, rows, seasonBucket: like.bucket, verdict: judgeWindow({ rows, features, prediction: null, settings, streaks: {} }) };
}
