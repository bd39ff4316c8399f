import { PART_ANSWER, PART_INPUTS, PART_REQUEST } from '../../events/index.js';
import type { JsonObject } from '../jsonl/parse-record.js';
import type { Answer } from '../payload/response-answers.js';
import type { DialectEvent, Inference } from './dialect.js';
import { instanceId } from './instance-id.js';

/** What the two payloads of a logged request came to; null for one that was not logged or holds no instances. */
export interface Payloads {
  readonly inputs: readonly JsonObject[] | null;
  readonly answers: readonly Answer[] | null;
}

/**
 * An inference of a format that logs request and response together. What a request without readable payload leaves is the request.
 *
 * @param request what the request has as a whole: it goes to the first event, and what names the model to all
 * @returns null when there are inputs and answers, but not as many of the one as of the other: which belongs to which is open then
 */
export function wholeInference(request: DialectEvent, { inputs, answers }: Payloads, weight: number): Inference | null {
  if (inputs && answers && inputs.length !== answers.length) return null;
  const n = Math.max(inputs?.length ?? 0, answers?.length ?? 0, 1);
  const events: DialectEvent[] = [];
  for (let i = 0; i < n; i++) {
    const id = instanceId(request.request_id, i, n);
    events.push(eventOf(i === 0 ? request : withoutTraffic(request), id, inputs?.[i], answers?.[i]));
  }
  const parts = PART_REQUEST | (inputs && inputs.length > 0 ? PART_INPUTS : 0) | (answers && answers.length > 0 ? PART_ANSWER : 0);
  return { events, parts, weight, half: null };
}

/** Key by key, undefined where there is none: spread objects of ever other keys took an eighth of the time of a record. */
function eventOf(request: DialectEvent, id: unknown, features: JsonObject | undefined, answer: Answer | undefined): DialectEvent {
  return {
    time: request.time,
    request_id: id,
    model: request.model,
    version: request.version,
    latency: request.latency,
    status: request.status,
    tokens_input: request.tokens_input,
    tokens_output: request.tokens_output,
    features,
    prediction: answer?.prediction,
    score: answer?.score,
  };
}

function withoutTraffic({ time, model, version }: DialectEvent): DialectEvent {
  return { time, model, version };
}
