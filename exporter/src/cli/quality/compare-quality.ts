import type { QualityReference } from '../../baseline/index.js';
import { DEFAULT_SEGMENT_TOP, parseChunk, type DataTable } from '../../baseline/io.js';
import type { Measure, QualitySettings } from '../../contract/index.js';
import {
  countLabelled,
  intoSegments,
  isOutside,
  scoreWindow,
  sliceRows,
  type PredictionRows,
  type SegmentsOfWindow,
  type WindowQuality,
} from '../../quality/index.js';
import { guessTask } from './guess-task.js';
import { settingsOf, type QualityFlags } from './quality-question.js';
import { readPredictionRows, type AnswerColumns, type RowChunk } from './read-prediction-rows.js';
import { referenceSection, tenthOf } from './reference-section.js';
import { withTables } from '../with-tables.js';

/** Two files of predictions, and how to compare them. */
export interface QualityQuestion extends QualityFlags {
  readonly reference: string;
  readonly current: string;
  readonly label: string;
  readonly time?: string;
  readonly chunk?: string;
  /** The labels of the current file, where another file holds them. */
  readonly labels: { readonly path: string; readonly id: string } | null;
}

/** One stretch of the current file. */
export interface MeasuredChunk extends WindowQuality {
  readonly start: RowChunk['start'];
  readonly end: RowChunk['end'];
  readonly rows: number;
  /** Rows with a label and an answer; whole lists of a ranking. */
  readonly labelled: number;
  /** Metrics whose value lies outside of what the chunks of the reference had: from labels, and estimated without them. */
  readonly alerts: { readonly measured: readonly string[]; readonly estimated: readonly string[] };
}

export interface QualityComparison {
  readonly settings: QualitySettings;
  readonly isTaskGuessed: boolean;
  readonly reference: QualityReference;
  readonly chunks: readonly MeasuredChunk[];
  readonly rowsWithoutTime: number;
  /** Whether the current file, or the one beside it, holds labels. */
  readonly hasLabels: boolean;
}

/**
 * Measures the predictions of a file chunk by chunk, with its labels and without them, and compares both with a reference.
 *
 * Errors: CLI_QUALITY_*, BASELINE_FILE_*, BASELINE_COLUMN_*, BASELINE_CHUNK.
 */
export function compareQuality(question: QualityQuestion, onProgress: (text: string) => void): Promise<QualityComparison> {
  return withTables(question, (reference, current) => compareTables(reference, current, question, onProgress));
}

async function compareTables(
  reference: DataTable,
  current: DataTable,
  question: QualityQuestion,
  onProgress: (text: string) => void,
): Promise<QualityComparison> {
  const { label, score, prediction, list, time, labels } = question;
  const task = question.task ?? (await guessTask(reference, label));
  const settings = settingsOf(question, task);
  const chunk = question.chunk === undefined ? tenthOf(Math.min(reference.rows, current.rows)) : parseChunk(question.chunk);
  const columns = { label, score, prediction, list, time, groups: [], labelsFrom: null };
  const divided = question.segment === undefined ? null : { column: question.segment, names: question.segmentTop ?? DEFAULT_SEGMENT_TOP };
  onProgress('measuring the reference');
  const { section, segments } = await referenceSection(reference, columns, settings, chunk, divided);
  onProgress('reading the current file');
  const isLabelHere = current.columns.some(({ name }) => name === label);
  const own: AnswerColumns = {
    ...columns,
    groups: [...new Set([...settings.fairness, ...(divided ? [divided.column] : [])])],
    label: labels === null && isLabelHere ? label : null,
    labelsFrom: labels === null ? null : { ...labels, label },
  };
  const { rows, chunks, rowsWithoutTime } = await readPredictionRows(current, own, task, chunk);
  const measured = chunks.map(({ start, end, from, to }, i): MeasuredChunk => {
    onProgress(`chunk ${i + 1} of ${chunks.length}`);
    const own = sliceRows(rows, from, to);
    const parts = segmentsOf(own, question.segment, segments, section);
    const found = scoreWindow({ rows: own, settings, reference: section, segments: parts, isMature: true });
    const alerts = { measured: alertsOf(found.measures, section), estimated: alertsOf(found.estimated, section) };
    return { ...found, start, end, rows: to - from, labelled: countLabelled(own, settings), alerts };
  });
  return {
    settings,
    isTaskGuessed: question.task === undefined,
    reference: section,
    chunks: measured,
    rowsWithoutTime,
    hasLabels: isLabelHere || labels !== null,
  };
}

/** A chunk as it is divided; null where nobody asked. */
function segmentsOf(
  { groups }: PredictionRows,
  column: string | undefined,
  names: readonly string[],
  { segments: references = [] }: QualityReference,
): SegmentsOfWindow | null {
  const own = groups.find(({ attribute }) => attribute === column);
  return own ? { groups: intoSegments(own, names), references, matureFrom: 0 } : null;
}

function alertsOf(measures: readonly Measure[], { thresholds }: QualityReference): string[] {
  return measures.flatMap(({ metric, value }) => {
    const limits = thresholds.find((one) => one.metric === metric);
    return isOutside(value, limits) ? [metric] : [];
  });
}
