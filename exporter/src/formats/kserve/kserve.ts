import { PART_ANSWER, PART_INPUTS } from '../../events/index.js';
import type { RejectReason } from '../../contract/index.js';
import { dialectFormat } from '../dialect/dialect-decoder.js';
import { UNVERSIONED, type Dialect, type DialectEvent, type Inference } from '../dialect/dialect.js';
import { instanceId } from '../dialect/instance-id.js';
import type { DecoderFactory } from '../format.js';
import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { PositionalNames } from '../payload/positional-names.js';
import { requestInstances } from '../payload/request-instances.js';
import { responseAnswers, type Answer } from '../payload/response-answers.js';
import { cloudEventOf, type LoggedMessage } from './logged-message.js';

export interface KserveOptions {
  /** Names of values that come without names, in their order. */
  readonly columns: readonly string[];
  /** Gives the time of blob rows, which carry none; null to reject them. */
  readonly undatedMs: (() => number) | null;
}

/**
 * The payload logger of KServe: one record for the request and one for the response, with the same id.
 *
 * Records: CloudEvents in structured form (the HTTP source brings binary ones into it), and rows of the blob mode, whose body is in
 *          `bytes`. Bodies are V1 or V2 (see request-instances.ts and response-answers.ts).
 * Time:    `time` of the event. It is when the request or response happened only where `recordedtime` is there as well; before
 *          KServe had it, `time` was when the event was sent, and a latency of two such times says nothing: none is taken.
 * Source:  kserve/kserve pkg/logger; docs/sources/kserve.md
 */
export function kserve({ columns, undatedMs }: KserveOptions): DecoderFactory {
  return dialectFormat(new Kserve(new PositionalNames(columns), undatedMs));
}

class Kserve implements Dialect {
  readonly isHalved = true;
  readonly #names: PositionalNames;
  readonly #undatedMs: (() => number) | null;

  constructor(names: PositionalNames, undatedMs: (() => number) | null) {
    this.#names = names;
    this.#undatedMs = undatedMs;
  }

  read(record: JsonObject): readonly Inference[] | RejectReason {
    const message = cloudEventOf(record);
    if (typeof message === 'string') return message;
    const time = message.time ?? this.#undatedMs?.();
    if (time === undefined) return 'schema';
    const events = message.side === 'request' ? this.#inputs(message, time) : answers(message, time);
    if (!events) return 'schema';
    const { side, key, isTimed } = message;
    return [{ events, parts: side === 'request' ? PART_INPUTS : PART_ANSWER, weight: 1, half: { side, key, isTimed } }];
  }

  #inputs(message: LoggedMessage, time: unknown): DialectEvent[] | null {
    const instances = requestInstances(message.body, this.#names);
    if (!instances || instances.length === 0) return null;
    const { id, model, version = UNVERSIONED } = message;
    return instances.map((features, i) => ({ time, request_id: instanceId(id, i, instances.length), model, version, features }));
  }
}

function answers({ body, id, model, version }: LoggedMessage, time: unknown): DialectEvent[] | null {
  const list = responseAnswers(body);
  if (!list || list.length === 0) return null;
  const own = isObject(body) && typeof body['model_version'] === 'string' ? body['model_version'] : undefined;
  return list.map((answer: Answer, i) => ({
    time,
    request_id: instanceId(id, i, list.length),
    model,
    version: version ?? own ?? UNVERSIONED,
    ...answer,
  }));
}
