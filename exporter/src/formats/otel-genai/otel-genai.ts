import type { RejectReason } from '../../contract/index.js';
import { dialectFormat } from '../dialect/dialect-decoder.js';
import type { Dialect, Inference } from '../dialect/dialect.js';
import type { DecoderFactory } from '../format.js';
import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { inferenceOfSpan } from './inference-of-span.js';

/**
 * Spans of generative models by the semantic conventions of OpenTelemetry (attributes gen_ai.*), in OTLP/JSON.
 *
 * Records: a document `{"resourceSpans": […]}` as the file exporter of the collector writes it and OTLP/HTTP sends it, one element of
 *          its list, or one span. Each span of an inference is a request; other spans are passed over (see inference-of-span.ts).
 * Source:  opentelemetry-proto 1.x, JSON mapping; docs/sources/otel_genai.md
 */
export const otelGenai: DecoderFactory = dialectFormat({ isHalved: false, read } satisfies Dialect);

function read(record: JsonObject): readonly Inference[] | RejectReason {
  const found: Inference[] = [];
  return addRecord(record, found) ? found : 'schema';
}

/** Adds the inferences of a record; false when it is no record of spans. */
function addRecord(record: JsonObject, found: Inference[]): boolean {
  const { resourceSpans, scopeSpans, spanId } = record;
  if (resourceSpans !== undefined) return addEach(resourceSpans, found, addResource);
  if (scopeSpans !== undefined) return addEach(scopeSpans, found, addScope);
  return typeof spanId === 'string' && addSpan(record, found);
}

function addResource({ scopeSpans }: JsonObject, found: Inference[]): boolean {
  return addEach(scopeSpans, found, addScope);
}

function addScope({ spans }: JsonObject, found: Inference[]): boolean {
  return addEach(spans, found, addSpan);
}

function addSpan(span: JsonObject, found: Inference[]): boolean {
  const inference = inferenceOfSpan(span);
  if (inference) found.push(inference);
  return true;
}

/** Each object of a list, which OTLP/JSON leaves out when it is empty; false when it is no list of objects. */
function addEach(list: unknown, found: Inference[], add: (item: JsonObject, found: Inference[]) => boolean): boolean {
  if (list === undefined || list === null) return true;
  if (!Array.isArray(list)) return false;
  for (const item of list as unknown[]) if (!isObject(item) || !add(item, found)) return false;
  return true;
}
