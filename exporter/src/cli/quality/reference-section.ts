import type { DataTable } from '../../baseline/io.js';
import { type Chunk } from '../../baseline/io.js';
import type { QualityReference } from '../../baseline/index.js';
import type { QualitySettings } from '../../contract/index.js';
import { countPositives, intoSegments, referenceQuality, type Groups, type PredictionRows } from '../../quality/index.js';
import { cliError } from '../errors.js';
import { readPredictionRows, type AnswerColumns } from './read-prediction-rows.js';

/** Chunks that a reference is cut into where nobody says how: NannyML's number. */
export const DEFAULT_CHUNKS = 10;

/** So many rows that the last chunk is not much smaller than the others: a tiny one would widen the thresholds. */
export function tenthOf(rows: number): Chunk {
  return { kind: 'rows', rows: Math.max(1, Math.ceil(rows / DEFAULT_CHUNKS)) };
}

/** A column that divides the rows, and those of its values that are segments: named, or so many of the largest. */
export interface DividingColumn {
  readonly column: string;
  readonly names: readonly string[] | number;
}

/** What the model was worth on a file, and the segments it was measured by; empty for none. */
export interface MeasuredReference {
  readonly section: QualityReference;
  readonly segments: readonly string[];
}

/**
 * What the model was worth on a file of reference data, as a whole and by segment.
 *
 * Errors: those of readPredictionRows; CLI_QUALITY_NO_LABELS, CLI_QUALITY_NO_POSITIVE.
 */
export async function referenceSection(
  table: DataTable,
  columns: AnswerColumns & { readonly label: string },
  settings: QualitySettings,
  chunk: Chunk,
  divided: DividingColumn | null = null,
): Promise<MeasuredReference> {
  const groups = divided ? [divided.column] : [];
  const { rows, chunks } = await readPredictionRows(table, { ...columns, groups }, settings.task, chunk);
  refuseUseless(table.file.path, columns.label, rows, settings);
  const [own] = rows.groups;
  if (!divided || !own) return { section: referenceQuality(rows, settings, chunks), segments: [] };
  const segments = typeof divided.names === 'number' ? largestOf(own, divided.names) : divided.names;
  return { section: referenceQuality(rows, settings, chunks, intoSegments(own, segments)), segments };
}

/** The values of most rows, the largest first; of one size in the order of their names. */
function largestOf({ codes, names }: Groups, top: number): string[] {
  const rows = names.map(() => 0);
  for (const code of codes) if (code >= 0) rows[code] = (rows[code] as number) + 1;
  const sorted = [...names.keys()].sort((a, b) => (rows[b] as number) - (rows[a] as number) || a - b);
  return sorted.slice(0, top).map((code) => names[code] as string);
}

/** Labels that no row has, or that never name the positive class, are a slip of the hand: every measure would be empty. */
function refuseUseless(path: string, column: string, rows: PredictionRows, settings: QualitySettings): void {
  const { labels } = rows;
  const isThere =
    labels.kind === 'amounts' ? labels.amounts.some((amount) => !Number.isNaN(amount)) : labels.codes.some((code) => code >= 0);
  if (!isThere) throw cliError('CLI_QUALITY_NO_LABELS', { path, column });
  if (settings.task !== 'binary' || countPositives(rows, settings) > 0) return;
  const found = labels.kind === 'classes' ? labels.names.slice(0, 5).join(', ') : 'numbers';
  throw cliError('CLI_QUALITY_NO_POSITIVE', { path, column, positive: settings.positive ?? '1 or true', found });
}
