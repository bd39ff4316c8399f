import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { tensorTables, type TensorTable } from './tensors.js';

/** What a model answered for one instance. */
export interface Answer {
  readonly prediction?: unknown;
  readonly score?: unknown;
}

/**
 * The answers of a prediction response, one for each instance.
 *
 * Bodies:  `predictions` (V1, Databricks, SageMaker), `outputs` of named tensors (V2), or an array of answers alone.
 * Answers: a number, text or truth value is the prediction. A list of one value is that value. A longer list of numbers holds the
 *          probabilities of classes: the prediction is the position of the largest, the score the probability of class 1 where
 *          there are two, of the largest otherwise. An object is searched for prediction, predicted_label, label, class; score,
 *          probability.
 * Tensors: one named like "proba", "prob" or "score" gives scores, another one the predictions; a single tensor is taken as answers.
 *
 * @returns null when the body is none of these
 */
export function responseAnswers(body: unknown): Answer[] | null {
  if (Array.isArray(body)) return body.map(answerOf);
  if (!isObject(body)) return null;
  const { predictions, outputs } = body;
  if (Array.isArray(predictions)) return predictions.map(answerOf);
  if (predictions !== undefined && predictions !== null) return [answerOf(predictions)];
  if (!Array.isArray(outputs)) return null;
  const tables = tensorTables(outputs);
  return tables && tables.length > 0 ? tensorAnswers(tables) : null;
}

export function answerOf(value: unknown): Answer {
  if (Array.isArray(value)) return value.length === 1 ? answerOf(value[0]) : classOf(value);
  return isObject(value) ? fieldsOf(value) : { prediction: value };
}

function classOf(probabilities: readonly unknown[]): Answer {
  let best = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (typeof p !== 'number') return {};
    if (p > (probabilities[best] as number)) best = i;
  }
  if (probabilities.length === 0) return {};
  return { prediction: best, score: probabilities.length === 2 ? probabilities[1] : probabilities[best] };
}

function fieldsOf(answer: JsonObject): Answer {
  const prediction = firstOf(answer, ['prediction', 'predicted_label', 'label', 'class']);
  const score = firstOf(answer, ['score', 'probability']);
  return { ...(prediction === undefined ? {} : { prediction }), ...(score === undefined ? {} : { score }) };
}

function firstOf(object: JsonObject, keys: readonly string[]): unknown {
  const key = keys.find((one) => Object.hasOwn(object, one));
  return key === undefined ? undefined : object[key];
}

function tensorAnswers(tables: readonly TensorTable[]): Answer[] {
  const scores = tables.find(({ name }) => /prob|score/i.test(name));
  const classes = tables.find((table) => table !== scores) ?? null;
  const first = classes ?? (scores as TensorTable);
  return first.rows.map((values, i) => {
    const answer = answerOf(values);
    if (classes === null || scores === undefined) return answer;
    const { score } = answerOf(scores.rows[i]);
    const only = scores.rows[i] as readonly unknown[];
    return { ...answer, score: only.length === 1 ? only[0] : score };
  });
}
