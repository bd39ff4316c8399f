import { DataTable, readRowColumns, type Chunk, type RowColumn, type WantedColumn } from '../../baseline/io.js';
import type { QualityTask } from '../../contract/index.js';
import type { Answers, PredictionRows, RowRange } from '../../quality/index.js';
import { cliError } from '../errors.js';
import { wholeLists } from './whole-lists.js';

/** The columns that predictions, and the labels beside them, are read from. */
export interface AnswerColumns {
  /** null where the file holds no labels. */
  readonly label: string | null;
  readonly score: string | undefined;
  readonly prediction: string | undefined;
  readonly list: string | undefined;
  readonly groups: readonly string[];
  readonly time: string | undefined;
  /** A file that holds the labels, joined by a column of both. */
  readonly labelsFrom: { readonly path: string; readonly id: string; readonly label: string } | null;
}

/** Where a chunk begins and ends, and which rows it holds. */
export interface RowChunk extends RowRange {
  readonly start: string | number;
  readonly end: string | number;
}

export interface ReadPredictions {
  readonly rows: PredictionRows;
  readonly chunks: readonly RowChunk[];
  readonly rowsWithoutTime: number;
}

/**
 * Reads the predictions of a file, row by row, in the order of time where there is one.
 *
 * Errors: CLI_QUALITY_COLUMNS where the task needs a column that is not named; BASELINE_COLUMN_*, BASELINE_CHUNK, BASELINE_FILE_*.
 */
export async function readPredictionRows(
  table: DataTable,
  columns: AnswerColumns,
  task: QualityTask,
  chunk: Chunk | undefined,
): Promise<ReadPredictions> {
  refuseMissing(columns, task);
  const { label, score, prediction, list, groups, labelsFrom } = columns;
  const answersAs = task === 'regression' || task === 'ranking' ? 'numbers' : 'words';
  const wanted: WantedColumn[] = [];
  const want = (name: string | null | undefined, as: RowColumn['kind']): number | null =>
    name === null || name === undefined ? null : wanted.push({ name, as }) - 1;
  const at = {
    score: want(score, 'numbers'),
    prediction: want(prediction, answersAs),
    label: want(label, answersAs),
    list: want(list, 'words'),
    id: want(labelsFrom?.id, 'words'),
    groups: groups.map((name) => want(name, 'words')),
  };
  const read = await readRowColumns(table, wanted, { time: columns.time, chunk });
  const column = (position: number | null): RowColumn | undefined => (position === null ? undefined : read.columns[position]);
  const absent: Answers = { kind: 'amounts', amounts: new Float64Array(read.rows).fill(NaN) };
  const ids = column(at.id);
  const labels = labelsFrom && ids ? await joinedLabels(labelsFrom, ids, answersAs) : answersOf(column(at.label));
  const scores = column(at.score);
  const rows: PredictionRows = {
    n: read.rows,
    scores: scores?.kind === 'numbers' ? scores.values : new Float64Array(read.rows).fill(NaN),
    predictions: answersOf(column(at.prediction)) ?? absent,
    labels: labels ?? absent,
    groups: groups.map((attribute, i) => ({ attribute, ...wordsOf(column(at.groups[i] ?? null)) })),
    lists: at.list === null ? null : wordsOf(column(at.list)).codes,
  };
  let from = 0;
  const chunks = read.chunks.map(({ start, end, rows: n }) => ({ start, end, from, to: (from += n) }));
  return { ...wholeLists(rows, chunks), rowsWithoutTime: read.rowsWithoutTime };
}

function refuseMissing({ score, prediction, list }: AnswerColumns, task: QualityTask): void {
  const missing: string[] = [];
  if (task === 'binary' && score === undefined && prediction === undefined) missing.push('--score or --prediction');
  if ((task === 'multiclass' || task === 'regression') && prediction === undefined) missing.push('--prediction');
  if (task === 'ranking' && score === undefined) missing.push('--score');
  if (task === 'ranking' && list === undefined) missing.push('--list');
  if (missing.length > 0) throw cliError('CLI_QUALITY_COLUMNS', { task, missing: missing.join(' and ') });
}

function answersOf(column: RowColumn | undefined): Answers | null {
  if (!column) return null;
  if (column.kind === 'numbers') return { kind: 'amounts', amounts: column.values };
  return { kind: 'classes', codes: column.codes, names: column.names };
}

function wordsOf(column: RowColumn | undefined): { codes: Int32Array; names: readonly string[] } {
  return column?.kind === 'words' ? { codes: column.codes, names: column.names } : { codes: new Int32Array(0), names: [] };
}

/** Labels of another file by the id of each row; of an id that comes twice the last one counts. */
async function joinedLabels(
  from: NonNullable<AnswerColumns['labelsFrom']>,
  ids: RowColumn,
  as: RowColumn['kind'],
): Promise<Answers | null> {
  if (ids.kind !== 'words') return null;
  const table = await DataTable.open(from.path);
  try {
    const wanted = [{ name: from.id, as: 'words' } as const, { name: from.label, as }];
    const { columns } = await readRowColumns(table, wanted, {});
    const [theirs, found] = columns;
    if (theirs?.kind !== 'words' || !found) return null;
    const rowOf = new Map<string, number>();
    theirs.codes.forEach((code, row) => rowOf.set(theirs.names[code] ?? '', row));
    const rows = Int32Array.from(ids.codes, (code) => rowOf.get(ids.names[code] ?? '') ?? -1);
    if (found.kind === 'numbers') {
      const { values } = found;
      return { kind: 'amounts', amounts: Float64Array.from(rows, (row) => values[row] ?? NaN) };
    }
    const { codes, names } = found;
    return { kind: 'classes', names, codes: rows.map((row) => codes[row] ?? -1) };
  } finally {
    await table.close();
  }
}
