import type { QualitySettings } from '../../contract/index.js';
import type { Answers, PredictionRows } from '../performance/prediction-rows.js';

/** Rows of a binary classifier as numbers. Scores: NaN is absent. Predictions and labels: 1, 0, or -1 for absent. */
export interface BinaryRows {
  readonly scores: Float64Array;
  readonly predicted: Int8Array;
  readonly actual: Int8Array;
}

/** Names of a positive class that need no setting. */
const USUAL_POSITIVES = ['1', 'true'];
const ABSENT = -1;

/**
 * Predictions and labels of a window by class. A row that holds no prediction is predicted by its score and `cut`.
 *
 * The positive class is compared as text, and as a number where both are numbers ("1" is "1.0"); without a setting it is 1 or true.
 */
export function binaryRows({ n, scores, predictions, labels }: PredictionRows, { positive, cut }: QualitySettings): BinaryRows {
  const predicted = classesOf(predictions, n, positive);
  for (let i = 0; i < n; i++) {
    const score = scores[i] as number;
    if (predicted[i] === ABSENT && !Number.isNaN(score)) predicted[i] = score >= cut ? 1 : 0;
  }
  return { scores, predicted, actual: classesOf(labels, n, positive) };
}

/** Rows whose label is the positive class. */
export function countPositives(rows: PredictionRows, settings: QualitySettings): number {
  return binaryRows(rows, settings).actual.filter((label) => label === 1).length;
}

function classesOf(answers: Answers, n: number, positive: string | null): Int8Array {
  if (answers.kind === 'amounts') {
    return Int8Array.from(answers.amounts, (amount) => (Number.isNaN(amount) ? ABSENT : isPositive(String(amount), positive) ? 1 : 0));
  }
  const signs = answers.names.map((name) => (isPositive(name, positive) ? 1 : 0));
  const classes = new Int8Array(n);
  for (let i = 0; i < n; i++) classes[i] = signs[answers.codes[i] as number] ?? ABSENT;
  return classes;
}

/** Whether a label is the one of the positive class. */
export function isPositive(name: string, positive: string | null): boolean {
  const wanted = positive === null ? USUAL_POSITIVES : [positive];
  const own = positive === null ? name.toLowerCase() : name;
  return wanted.some((word) => own === word || (isNumber(own) && isNumber(word) && Number(own) === Number(word)));
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
