import type { RejectReason } from '../../contract/index.js';
import { dialectFormat } from '../dialect/dialect-decoder.js';
import { UNVERSIONED, type Dialect, type Inference } from '../dialect/dialect.js';
import { wholeInference } from '../dialect/whole-inference.js';
import type { DecoderFactory } from '../format.js';
import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { PositionalNames } from '../payload/positional-names.js';
import { capturedAnswers, capturedInputs } from './captured-instances.js';
import { capturedPayload, type CapturedPayload } from './captured-payload.js';

/**
 * Data capture of SageMaker endpoints: one record for each request, with what went in and what came out. A record names no model: the map
 * of the source does.
 *
 * Sides:  either may be missing, where only the other is captured; a payload of another kind than CSV and JSON leaves the request.
 * Labels: records of ground truth, which the merge jobs of SageMaker read from a folder of their own, are told from inferences.
 * Source: docs/sources/sagemaker.md
 */
export function sagemaker({ columns }: { readonly columns: readonly string[] }): DecoderFactory {
  return dialectFormat(new Sagemaker(new PositionalNames(columns)));
}

class Sagemaker implements Dialect {
  readonly isHalved = false;
  readonly #names: PositionalNames;

  constructor(names: PositionalNames) {
    this.#names = names;
  }

  read(record: JsonObject): readonly Inference[] | 'label' | RejectReason {
    const { captureData: captured, groundTruthData: truth, eventMetadata: metadata } = record;
    if (!isObject(metadata)) return 'schema';
    const id = metadata['inferenceId'] ?? metadata['eventId'];
    if (isObject(truth)) return typeof id === 'string' && truth['data'] !== undefined ? 'label' : 'schema';
    if (!isObject(captured)) return 'schema';
    const input = sideOf(captured['endpointInput'] ?? captured['batchTransformInput']);
    const output = sideOf(captured['endpointOutput'] ?? captured['batchTransformOutput']);
    if ((input ?? output) === null || input?.kind === 'broken' || output?.kind === 'broken') return 'schema';
    const inputs = input && capturedInputs(input, this.#names);
    const answers = output && capturedAnswers(output, inputs?.length ?? null);
    const request = { time: metadata['inferenceTime'], request_id: id, version: UNVERSIONED };
    const inference = wholeInference(request, { inputs, answers }, 1);
    return inference ? [inference] : 'schema';
  }
}

function sideOf(side: unknown): CapturedPayload | null {
  return side === undefined || side === null ? null : capturedPayload(side);
}
