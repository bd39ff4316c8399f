import type { DataTable } from '../../baseline/io.js';
import { type Chunk } from '../../baseline/io.js';
import type { QualityReference } from '../../baseline/index.js';
import type { QualitySettings } from '../../contract/index.js';
import { countPositives, referenceQuality, type PredictionRows } from '../../quality/index.js';
import { cliError } from '../errors.js';
import { readPredictionRows, type AnswerColumns } from './read-prediction-rows.js';

/** Chunks that a reference is cut into where nobody says how: NannyML's number. */
export const DEFAULT_CHUNKS = 10;

/** So many rows that the last chunk is not much smaller than the others: a tiny one would widen the thresholds. */
export function tenthOf(rows: number): Chunk {
  return { kind: 'rows', rows: Math.max(1, Math.ceil(rows / DEFAULT_CHUNKS)) };
}

/**
 * What the model was worth on a file of reference data.
 *
 * Errors: those of readPredictionRows; CLI_QUALITY_NO_LABELS, CLI_QUALITY_NO_POSITIVE.
 */
export async function referenceSection(
  table: DataTable,
  columns: AnswerColumns & { readonly label: string },
  settings: QualitySettings,
  chunk: Chunk,
): Promise<QualityReference> {
  const { rows, chunks } = await readPredictionRows(table, columns, settings.task, chunk);
  refuseUseless(table.file.path, columns.label, rows, settings);
  return referenceQuality(rows, settings, chunks);
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
