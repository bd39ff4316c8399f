import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import type { PositionalNames } from '../payload/positional-names.js';
import { instanceOf, requestInstances } from '../payload/request-instances.js';
import { answerOf, responseAnswers, type Answer } from '../payload/response-answers.js';
import type { CapturedPayload } from './captured-payload.js';

/** How far a sum of probabilities may be from 1: they are printed with few digits. */
const ROUNDING = 0.01;

/** The instances of a captured request; null when it holds none. Containers of SageMaker take `{ features: […] }` for an instance. */
export function capturedInputs(payload: CapturedPayload, names: PositionalNames): readonly JsonObject[] | null {
  if (payload.kind === 'csv') return payload.rows.map((row) => instanceOf(row, names));
  if (payload.kind !== 'json') return null;
  const { value } = payload;
  if (isObject(value) && Array.isArray(value['features'])) return [instanceOf(value['features'], names)];
  const instances = requestInstances(value, names);
  return (
    instances?.map((instance) => {
      const { features } = instance;
      return Array.isArray(features) ? instanceOf(features, names) : instance;
    }) ?? null
  );
}

/**
 * The answers of a captured response.
 *
 * CSV:  one line for each instance, or all on one line, as XGBoost prints them. See answerOfCells for a line of several cells.
 * JSON: see responseAnswers; a list for one instance holds the probabilities of its classes, any other value is the answer for one.
 *
 * @param instances of the request; null when it is not known
 */
export function capturedAnswers(payload: CapturedPayload, instances: number | null): readonly Answer[] | null {
  if (payload.kind === 'csv') {
    const [first] = payload.rows;
    const isOneLine = payload.rows.length === 1 && first !== undefined && instances !== null && instances > 1 && first.length === instances;
    return isOneLine ? first.map(answerOf) : payload.rows.map(answerOfCells);
  }
  if (payload.kind !== 'json') return null;
  const { value } = payload;
  if (Array.isArray(value)) return instances === 1 && value.length > 1 ? [answerOf(value)] : value.map(answerOf);
  return responseAnswers(value) ?? oneAnswer(value);
}

function oneAnswer(value: unknown): readonly Answer[] | null {
  const answer = answerOf(value);
  return value === null || Object.keys(answer).length === 0 ? null : [answer];
}

/**
 * Several cells are the probabilities of classes when all of them are numbers that sum to 1; else the first is the prediction, and the next
 * number between 0 and 1 its score (`predicted_label,probability` of Autopilot).
 */
function answerOfCells(cells: readonly unknown[]): Answer {
  if (cells.length === 1) return answerOf(cells[0]);
  const isShares = cells.every((cell) => typeof cell === 'number' && cell >= 0 && cell <= 1);
  const sum = isShares ? (cells as number[]).reduce((total, share) => total + share, 0) : 0;
  if (Math.abs(sum - 1) <= ROUNDING) return answerOf(cells);
  const [prediction, ...others] = cells;
  const score = others.find((cell) => typeof cell === 'number' && cell >= 0 && cell <= 1);
  return { prediction, ...(score !== undefined && { score }) };
}
