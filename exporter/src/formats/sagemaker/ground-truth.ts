import type { RejectReason } from '../../contract/index.js';
import { dialectFormat } from '../dialect/dialect-decoder.js';
import type { Dialect, DialectEvent, Inference } from '../dialect/dialect.js';
import { instanceId } from '../dialect/instance-id.js';
import type { DecoderFactory } from '../format.js';
import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { capturedPayload, type CapturedPayload } from './captured-payload.js';

/** One label: the answer that turned out to be right. Its keys are those of the map of a source of labels. */
interface TruthEvent extends DialectEvent {
  readonly label: unknown;
}

/**
 * Ground truth of SageMaker as labels: what merge jobs read from a folder of their own, or what they wrote (`groundTruthData` beside
 * `captureData`).
 *
 * Ids:     as in the capture: `inferenceId`, else `eventId`; where the truth is of several instances `id#0`, `id#1` and so on.
 * Truth:   CSV: one line for each instance, of one cell. JSON: a text, a number, true or false, or a list of them, one for each instance.
 * Returns: none for a record of data capture, which is no label; `schema` for truth without an id, or of another shape. Records say no time.
 * Source:  docs/sources/sagemaker.md
 */
export const sagemakerTruth: DecoderFactory = dialectFormat({ isHalved: false, read } satisfies Dialect);

function read({ captureData: captured, groundTruthData: truth, eventMetadata: metadata }: JsonObject): readonly Inference[] | RejectReason {
  if (!isObject(metadata)) return 'schema';
  if (!isObject(truth)) return isObject(captured) ? [] : 'schema';
  const id = metadata['inferenceId'] ?? metadata['eventId'];
  const labels = labelsOf(capturedPayload(truth));
  if (typeof id !== 'string' || labels === null) return 'schema';
  const events = labels.map((label, i): TruthEvent => ({ request_id: instanceId(id, i, labels.length), label }));
  return [{ events, parts: 0, weight: 1, half: null }];
}

/** One for each instance; null where the payload does not say which they are. */
function labelsOf(payload: CapturedPayload): readonly unknown[] | null {
  if (payload.kind === 'csv') {
    const cells = payload.rows.map((row) => (row.length === 1 ? row[0] : undefined));
    return cells.every(isLabel) ? cells : null;
  }
  if (payload.kind !== 'json') return null;
  const values: readonly unknown[] = Array.isArray(payload.value) ? payload.value : [payload.value];
  return values.length > 0 && values.every(isLabel) ? values : null;
}

function isLabel(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
