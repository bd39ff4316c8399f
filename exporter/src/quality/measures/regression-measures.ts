import { meanInterval } from '../intervals/mean-interval.js';
import { rmseInterval, rSquaredInterval } from '../intervals/regression-intervals.js';
import type { Answers, PredictionRows } from '../performance/prediction-rows.js';
import { measureOf, type MeasureTable } from './measure.js';

/** Labels and predicted amounts of the rows that have both. */
export interface RegressionView {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

export function regressionView({ n, predictions, labels }: PredictionRows): RegressionView {
  const [predicted, actual] = [amountsOf(predictions, n), amountsOf(labels, n)];
  const both = [...actual.keys()].filter((i) => Number.isFinite(actual[i]) && Number.isFinite(predicted[i]));
  return { actual: Float64Array.from(both, (i) => actual[i] as number), predicted: Float64Array.from(both, (i) => predicted[i] as number) };
}

/** Errors are prediction - label: a bias above 0 predicts too much. */
export const REGRESSION_MEASURES: MeasureTable<RegressionView> = {
  mae: ({ actual, predicted }, z) =>
    measureOf(
      'mae',
      meanInterval(
        actual.map((y, i) => Math.abs((predicted[i] as number) - y)),
        z,
        [0, null],
      ),
      actual.length,
    ),
  rmse: ({ actual, predicted }, z) => measureOf('rmse', rmseInterval(actual, predicted, z), actual.length),
  r2: ({ actual, predicted }, z) => measureOf('r2', rSquaredInterval(actual, predicted, z), actual.length),
  mape: ({ actual, predicted }, z) => {
    const counted = [...actual.keys()].filter((i) => actual[i] !== 0);
    const errors = counted.map((i) => Math.abs((predicted[i] as number) - (actual[i] as number)) / Math.abs(actual[i] as number));
    return measureOf('mape', meanInterval(errors, z, [0, null]), counted.length);
  },
  bias: ({ actual, predicted }, z) =>
    measureOf(
      'bias',
      meanInterval(
        actual.map((y, i) => (predicted[i] as number) - y),
        z,
      ),
      actual.length,
    ),
};

/** Amounts as they are; the names of classes are read as numbers, where they are numbers. */
export function amountsOf(answers: Answers, n: number): Float64Array {
  if (answers.kind === 'amounts') return answers.amounts;
  const numbers = answers.names.map((name) => (name.trim() === '' ? NaN : Number(name)));
  const amounts = new Float64Array(n);
  for (let i = 0; i < n; i++) amounts[i] = numbers[answers.codes[i] as number] ?? NaN;
  return amounts;
}
