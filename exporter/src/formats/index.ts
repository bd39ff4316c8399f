import { csv, type CsvOptions } from './csv/csv.js';
import { databricks } from './databricks/databricks.js';
import type { DecoderFactory } from './format.js';
import { jsonl } from './jsonl/jsonl.js';
import { plainJsonl } from './jsonl/plain-jsonl.js';
import { kserve, type KserveOptions } from './kserve/kserve.js';
import { otelGenai } from './otel-genai/otel-genai.js';
import { sagemakerTruth } from './sagemaker/ground-truth.js';
import { sagemaker } from './sagemaker/sagemaker.js';

export { csvSample, type CsvSample } from './csv/csv-sample.js';
export { durationOfText } from './duration-text.js';
export { timeOfNumber, timeOfText } from './event-time.js';
export { FORMATS_ERRORS } from './errors.js';
export { DECODER_PADDING, type Decoder, type DecoderFactory, type DecoderOptions, type RowSink, type StreamDecoder } from './format.js';
export { plainJsonl };

/** The formats by their configured names, with what they can be told. */
export const formats: {
  jsonl: DecoderFactory;
  csv: (options: CsvOptions) => DecoderFactory;
  kserve: (options: KserveOptions) => DecoderFactory;
  sagemaker: (options: NamedColumns) => DecoderFactory;
  /** Of sources of labels. */
  sagemakerTruth: DecoderFactory;
  databricks: (options: NamedColumns) => DecoderFactory;
  otel_genai: DecoderFactory;
} = { jsonl, csv, kserve, sagemaker, sagemakerTruth, databricks, otel_genai: otelGenai };

interface NamedColumns {
  /** Names of values that come without names, in their order. */
  readonly columns: readonly string[];
}
