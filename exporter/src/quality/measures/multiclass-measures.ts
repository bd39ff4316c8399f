import { normalInterval, type Interval } from '../intervals/interval.js';
import { multinomialVariance } from '../intervals/multinomial-delta.js';
import { wilson } from '../../statistics/index.js';
import type { Answers, PredictionRows } from '../performance/prediction-rows.js';
import { measureOf, type MeasureTable } from './measure.js';

/** Rows of each label (row) and prediction (column) over the classes that occur. */
export interface MulticlassView {
  readonly classes: readonly string[];
  /** classes x classes, row by row. */
  readonly counts: Float64Array;
  readonly n: number;
  readonly correct: number;
}

export function multiclassView({ n, predictions, labels }: PredictionRows): MulticlassView {
  const [said, meant] = [namesOf(predictions), namesOf(labels)];
  const pairs: [string, string][] = [];
  for (let i = 0; i < n; i++) {
    const [label, prediction] = [meant(i), said(i)];
    if (label !== null && prediction !== null) pairs.push([label, prediction]);
  }
  const classes = [...new Set(pairs.flat())].sort();
  const codes = new Map(classes.map((name, code) => [name, code]));
  const counts = new Float64Array(classes.length ** 2);
  let correct = 0;
  for (const [label, prediction] of pairs) {
    const cell = (codes.get(label) as number) * classes.length + (codes.get(prediction) as number);
    counts[cell] = (counts[cell] as number) + 1;
    if (label === prediction) correct++;
  }
  return { classes, counts, n: pairs.length, correct };
}

/**
 * The measures of a classifier of many classes. Each row has one label and one prediction, so every micro average is the accuracy.
 * A macro average is the plain mean over the classes for which the measure is defined: recall, of classes that have labels; precision, of
 * classes that were predicted; F1, of all that occur.
 */
export const MULTICLASS_MEASURES: MeasureTable<MulticlassView> = {
  accuracy: ({ n, correct }, z) => measureOf('accuracy', wilson(correct, n, z), n),
  precision_macro: (view, z) => measureOf('precision_macro', macro(view, z, { label: 0, prediction: 1 }), view.n),
  recall_macro: (view, z) => measureOf('recall_macro', macro(view, z, { label: 1, prediction: 0 }), view.n),
  f1_macro: (view, z) => measureOf('f1_macro', macro(view, z, { label: 1 / 2, prediction: 1 / 2 }), view.n),
  precision_micro: ({ n, correct }, z) => measureOf('precision_micro', wilson(correct, n, z), n),
  recall_micro: ({ n, correct }, z) => measureOf('recall_micro', wilson(correct, n, z), n),
  f1_micro: ({ n, correct }, z) => measureOf('f1_micro', wilson(correct, n, z), n),
};

/**
 * The mean over classes of hits / (label x rows with the label + prediction x rows with the prediction), with its interval.
 *
 * Formula: delta method over the cells of the confusion matrix. With s_c the share of the hits of class c and w_c its weighted size, the
 *          derivative by cell (i, j) is the mean over c of [i = j = c] / w_c - s_c (label [i = c] + prediction [j = c]) / w_c^2.
 * Source:  Takahashi et al. 2022, Applied Intelligence 52, for macro F1; the same for precision and recall.
 */
function macro({ classes, counts, n }: MulticlassView, z: number, weights: { label: number; prediction: number }): Interval | null {
  const k = classes.length;
  const [hits, sizes] = [new Float64Array(k), new Float64Array(k)];
  counts.forEach((count, cell) => {
    const [label, prediction] = [Math.floor(cell / k), cell % k];
    if (label === prediction) hits[label] = count / n;
    sizes[label] = (sizes[label] as number) + (weights.label * count) / n;
    sizes[prediction] = (sizes[prediction] as number) + (weights.prediction * count) / n;
  });
  const defined = [...sizes.keys()].filter((c) => (sizes[c] as number) > 0);
  if (defined.length === 0) return null;
  const ratio = (c: number): number => ((sizes[c] as number) > 0 ? (hits[c] as number) / (sizes[c] as number) : 0);
  // A class without a size has no ratio, and no cell of it holds a row that counts for it.
  const slope = (c: number): number => ((sizes[c] as number) > 0 ? ratio(c) / (sizes[c] as number) : 0);
  const derivatives = counts.map((_, cell) => {
    const [label, prediction] = [Math.floor(cell / k), cell % k];
    const own = label === prediction && (sizes[label] as number) > 0 ? 1 / (sizes[label] as number) : 0;
    return (own - weights.label * slope(label) - weights.prediction * slope(prediction)) / defined.length;
  });
  const value = defined.reduce((sum, c) => sum + ratio(c), 0) / defined.length;
  return normalInterval(value, multinomialVariance(counts, derivatives), z, [0, 1]);
}

function namesOf(answers: Answers): (row: number) => string | null {
  if (answers.kind === 'classes') return (row) => answers.names[answers.codes[row] as number] ?? null;
  return (row) => (Number.isNaN(answers.amounts[row]) ? null : String(answers.amounts[row]));
}
