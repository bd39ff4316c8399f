import type { Outcome } from '../../contract/index.js';
import { PART_REQUEST } from '../../events/index.js';
import { UNVERSIONED, type Inference } from '../dialect/dialect.js';
import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { epochNanos, secondsBetween } from './epoch-nanos.js';
import { spanAttributes } from './span-attributes.js';

/** Values of gen_ai.operation.name that are one call of a model. Agents, workflows and tools contain such calls, or none. */
const INFERENCES: ReadonlySet<unknown> = new Set(['chat', 'text_completion', 'generate_content', 'embeddings']);

/**
 * The request that a span tells of; null when it is no inference: another operation, or none and no model.
 *
 * Time:    when the span began; its latency is how long it took. A span without a beginning gives an event without time, which is
 *          rejected for itself, not with the document around it.
 * Model:   gen_ai.request.model, else gen_ai.response.model; the version is gen_ai.response.model.
 * Outcome: see outcomeOf.
 */
export function inferenceOfSpan(span: JsonObject): Inference | null {
  const found = spanAttributes(span['attributes']);
  const { operation, responseModel } = found;
  const model = found.requestModel ?? responseModel;
  if (operation === undefined ? model === undefined : !INFERENCES.has(operation)) return null;
  const start = epochNanos(span['startTimeUnixNano']);
  const end = epochNanos(span['endTimeUnixNano']);
  const event = {
    time: start ? start.seconds * 1000 + start.nanos / 1e6 : undefined,
    request_id: found.responseId ?? span['spanId'],
    model,
    version: responseModel ?? UNVERSIONED,
    latency: start && end ? secondsBetween(start, end) : undefined,
    time_to_first_token: found.firstToken,
    status: outcomeOf(span['status'], found.errorType),
    tokens_input: found.inputTokens,
    tokens_output: found.outputTokens,
  };
  return { events: [event], parts: PART_REQUEST, weight: 1, half: null };
}

/**
 * What became of the call: `ok` unless the span has an error (status.code 2, or error.type). error.type then says which: a time-out
 * (a class or word with "timeout" or "deadline", 408, 504), a refusal before the model ran (429, "rate_limit…"), or an error.
 */
function outcomeOf(status: unknown, type: unknown): Outcome {
  const code = isObject(status) ? status['code'] : undefined;
  const word = typeof type === 'string' || typeof type === 'number' ? String(type) : '';
  if (word === '' && code !== 2 && code !== 'STATUS_CODE_ERROR') return 'ok';
  if (/time_?out|deadline|^(408|504)$/i.test(word)) return 'timeout';
  return /rate_?limit|^429$/i.test(word) ? 'rejected' : 'error';
}
