import type { RejectReason } from '../../contract/index.js';
import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { parseJson } from '../payload/parse-json.js';

/** A request or a response as the payload logger of KServe recorded it. */
export interface LoggedMessage {
  readonly side: 'request' | 'response';
  readonly id: string;
  /** What both halves of one inference have in common. */
  readonly key: string;
  /** As the record has it; undefined where it has none (blob rows). */
  readonly time: unknown;
  readonly isTimed: boolean;
  readonly model: string;
  readonly version: string | undefined;
  readonly body: unknown;
}

/** Ends of the event types: org.kubeflow.serving.inference.request, and whatever a fork puts before it. */
const REQUEST = '.inference.request';
const RESPONSE = '.inference.response';

/** Reads a structured CloudEvent, or a row of the blob mode; a reason when it is neither. */
export function cloudEventOf(record: JsonObject): LoggedMessage | RejectReason {
  const isBlob = record['specversion'] === undefined && record['reqType'] !== undefined;
  const side = sideOf(isBlob ? record['reqType'] : record['type']);
  const { id } = record;
  const model = isBlob ? record['inferenceService'] : record['inferenceservicename'];
  if (side === null || typeof id !== 'string' || id === '' || typeof model !== 'string') return 'schema';
  const body = isBlob ? fromBase64(record['bytes']) : bodyOf(record);
  if (body === undefined) return 'schema';
  const { namespace, component, endpoint } = record;
  // A transformer and its predictor log the same id.
  const key = [namespace, model, component, endpoint, id].map((part) => (typeof part === 'string' ? part : '')).join('\n');
  return {
    side,
    id,
    key,
    time: isBlob ? undefined : record['time'],
    isTimed: !isBlob && typeof record['recordedtime'] === 'string',
    model,
    version: typeof record['modelversion'] === 'string' ? record['modelversion'] : undefined,
    body,
  };
}

function sideOf(type: unknown): LoggedMessage['side'] | null {
  if (typeof type !== 'string') return null;
  return type.endsWith(REQUEST) ? 'request' : type.endsWith(RESPONSE) ? 'response' : null;
}

function bodyOf({ data, data_base64: base64 }: JsonObject): unknown {
  if (base64 !== undefined) return fromBase64(base64);
  return typeof data === 'string' ? parseJson(data) : isObject(data) || Array.isArray(data) ? data : undefined;
}

function fromBase64(text: unknown): unknown {
  return typeof text === 'string' ? parseJson(Buffer.from(text, 'base64').toString('utf8')) : undefined;
}
