import type { Answers, PredictionRows } from './prediction-rows.js';

/** Rows [from, to) of a window, as views of the same memory. */
export function sliceRows({ scores, predictions, labels, groups, lists }: PredictionRows, from: number, to: number): PredictionRows {
  return {
    n: to - from,
    scores: scores.subarray(from, to),
    predictions: sliceAnswers(predictions, from, to),
    labels: sliceAnswers(labels, from, to),
    groups: groups.map((group) => ({ ...group, codes: group.codes.subarray(from, to) })),
    lists: lists && lists.subarray(from, to),
  };
}

/** The rows at some positions, copied. */
export function pickRows({ scores, predictions, labels, groups, lists }: PredictionRows, at: Int32Array): PredictionRows {
  const codesAt = (codes: Int32Array): Int32Array => at.map((i) => codes[i] as number);
  return {
    n: at.length,
    scores: amountsAt(scores, at),
    predictions: pickAnswers(predictions, at),
    labels: pickAnswers(labels, at),
    groups: groups.map((group) => ({ ...group, codes: codesAt(group.codes) })),
    lists: lists && codesAt(lists),
  };
}

function sliceAnswers(answers: Answers, from: number, to: number): Answers {
  if (answers.kind === 'amounts') return { kind: 'amounts', amounts: answers.amounts.subarray(from, to) };
  return { ...answers, codes: answers.codes.subarray(from, to) };
}

function pickAnswers(answers: Answers, at: Int32Array): Answers {
  if (answers.kind === 'amounts') return { kind: 'amounts', amounts: amountsAt(answers.amounts, at) };
  const { codes } = answers;
  return { ...answers, codes: at.map((i) => codes[i] as number) };
}

function amountsAt(amounts: Float64Array, at: Int32Array): Float64Array {
  return Float64Array.from(at, (i) => amounts[i] as number);
}
