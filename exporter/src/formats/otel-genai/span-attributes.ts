import { isObject } from '../jsonl/parse-record.js';

/** What the attributes of a span say about a call of a model. */
export interface SpanAttributes {
  operation: unknown;
  requestModel: unknown;
  responseModel: unknown;
  responseId: unknown;
  errorType: unknown;
  inputTokens: unknown;
  outputTokens: unknown;
  /** Seconds. */
  firstToken: unknown;
}

/** Which attribute says what. Where several say the same the first of this list counts; older names, and those of vLLM, come last. */
const MEANINGS: ReadonlyMap<unknown, readonly [meaning: keyof SpanAttributes, rank: number]> = new Map([
  ['gen_ai.operation.name', ['operation', 0]],
  ['gen_ai.request.model', ['requestModel', 0]],
  ['gen_ai.response.model', ['responseModel', 0]],
  ['gen_ai.response.id', ['responseId', 0]],
  ['error.type', ['errorType', 0]],
  ['gen_ai.usage.input_tokens', ['inputTokens', 0]],
  ['gen_ai.usage.prompt_tokens', ['inputTokens', 1]],
  ['gen_ai.usage.output_tokens', ['outputTokens', 0]],
  ['gen_ai.usage.completion_tokens', ['outputTokens', 1]],
  ['gen_ai.response.time_to_first_chunk', ['firstToken', 0]],
  ['gen_ai.server.time_to_first_token', ['firstToken', 1]],
  ['gen_ai.latency.time_to_first_token', ['firstToken', 2]],
]);
const LAST = 3;

/** Reads a list of `{ key, value }`; what is no such list says nothing. */
export function spanAttributes(list: unknown): SpanAttributes {
  const found: SpanAttributes = {
    operation: undefined,
    requestModel: undefined,
    responseModel: undefined,
    responseId: undefined,
    errorType: undefined,
    inputTokens: undefined,
    outputTokens: undefined,
    firstToken: undefined,
  };
  if (!Array.isArray(list)) return found;
  let ranks: Partial<Record<keyof SpanAttributes, number>> | null = null;
  for (const attribute of list as unknown[]) {
    const known = isObject(attribute) ? MEANINGS.get(attribute['key']) : undefined;
    if (!known || !isObject(attribute)) continue;
    const [meaning, rank] = known;
    const value = valueOf(attribute['value']);
    if (value === undefined || (found[meaning] !== undefined && rank >= (ranks?.[meaning] ?? LAST))) continue;
    found[meaning] = value;
    (ranks ??= {})[meaning] = rank;
  }
  return found;
}

/** Numbers of 64 bits are text in OTLP/JSON, and numbers in what some programs take for it. */
function valueOf(value: unknown): unknown {
  if (!isObject(value)) return undefined;
  const { stringValue, intValue, doubleValue, boolValue } = value;
  if (typeof intValue === 'string') return /^-?\d+$/.test(intValue) ? Number(intValue) : undefined;
  return stringValue ?? intValue ?? doubleValue ?? boolValue;
}
