import type { RejectReason } from '../../contract/index.js';
import { dialectFormat } from '../dialect/dialect-decoder.js';
import { UNVERSIONED, type Dialect, type DialectEvent, type Inference } from '../dialect/dialect.js';
import { wholeInference } from '../dialect/whole-inference.js';
import type { DecoderFactory } from '../format.js';
import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { PositionalNames } from '../payload/positional-names.js';
import { requestInstances } from '../payload/request-instances.js';
import { responseAnswers } from '../payload/response-answers.js';
import { isBroken, loggedBody } from './logged-body.js';

/**
 * Smallest share of requests that a log is believed to hold.
 * Why 1e-6:  a record then stands for a million requests; no endpoint is sampled thinner, and a wrong 1e-300 would end every sum.
 * Pinned by: databricks.test.ts
 */
export const SMALLEST_SAMPLING_FRACTION = 1e-6;

/** From here on a response tells what went wrong, and no prediction. */
const FIRST_FAILED_STATUS = 400;

/**
 * Inference tables of Databricks model serving, exported as JSON lines: one row for each request.
 *
 * Columns: those of the legacy tables (timestamp_ms, execution_time_ms, request_metadata) and of their successors, the tables of AI Gateway
 *          (request_time, execution_duration_ms, served_entity_id), which name no model.
 * Weight:  1 / sampling_fraction.
 * Bodies:  request and response are JSON texts. One that is not logged (null) or holds no rows of features (a chat) leaves the request,
 *          and the tokens of its `usage`.
 * Source:  docs/sources/databricks.md
 */
export function databricks({ columns }: { readonly columns: readonly string[] }): DecoderFactory {
  return dialectFormat(new Databricks(new PositionalNames(columns)));
}

class Databricks implements Dialect {
  readonly isHalved = false;
  readonly #names: PositionalNames;

  constructor(names: PositionalNames) {
    this.#names = names;
  }

  read(record: JsonObject): readonly Inference[] | RejectReason {
    const { status_code: status, sampling_fraction: fraction } = record;
    const code = numberOf(status);
    if (record['databricks_request_id'] === undefined || code === undefined) return 'schema';
    const weight = weightOf(fraction);
    if (weight === null) return 'schema';
    const hasFailed = code >= FIRST_FAILED_STATUS;
    const request = loggedBody(record['request']);
    const response = hasFailed ? null : loggedBody(record['response']);
    // A body that is no JSON may be why a request failed; of one that was answered it is damage.
    if (isBroken(response) || (isBroken(request) && !hasFailed)) return 'schema';
    const inputs = isBroken(request) ? null : requestInstances(request, this.#names);
    const inference = wholeInference(eventOf(record, code, response), { inputs, answers: responseAnswers(response) }, weight);
    return inference ? [inference] : 'schema';
  }
}

function eventOf(record: JsonObject, status: number, response: unknown): DialectEvent {
  const body = loggedBody(record['request_metadata']);
  const metadata = isObject(body) ? body : {};
  const durationMs = numberOf(record['execution_time_ms'] ?? record['execution_duration_ms']);
  const usage = isObject(response) && isObject(response['usage']) ? response['usage'] : {};
  return {
    time: numberOf(record['timestamp_ms']) ?? record['request_time'],
    request_id: record['client_request_id'] ?? record['databricks_request_id'],
    model: metadata['model_name'] ?? metadata['endpoint_name'],
    version: metadata['model_version'] ?? record['served_entity_id'] ?? UNVERSIONED,
    latency: durationMs === undefined ? undefined : durationMs / 1000,
    status,
    tokens_input: usage['prompt_tokens'] ?? usage['input_tokens'],
    tokens_output: usage['completion_tokens'] ?? usage['output_tokens'],
  };
}

/** Requests that a row stands for; null where the fraction is none. A table without the column, or with null, is no sample. */
function weightOf(fraction: unknown): number | null {
  if (fraction === undefined || fraction === null) return 1;
  const share = numberOf(fraction);
  return share !== undefined && share >= SMALLEST_SAMPLING_FRACTION && share <= 1 ? 1 / share : null;
}

/** Some exports print whole numbers of 64 bits as text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}
