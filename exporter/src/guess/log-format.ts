/** A format that was recognised, and by what. */
export interface FormatGuess {
  readonly format: 'jsonl' | 'csv' | DialectFormat;
  readonly evidence: string;
}

export type DialectFormat = 'kserve' | 'sagemaker' | 'bentoml' | 'databricks' | 'otel_genai';

type Json = Readonly<Record<string, unknown>>;

/** Each format by keys that no other log has; the first that holds for most records wins. */
const RECOGNISERS: readonly { readonly format: DialectFormat; readonly evidence: string; readonly is: (record: Json) => boolean }[] = [
  {
    format: 'sagemaker',
    evidence: 'captureData with eventMetadata, as SageMaker data capture writes',
    is: (r) => isObject(r['captureData']) && isObject(r['eventMetadata']),
  },
  {
    format: 'sagemaker',
    evidence: 'groundTruthData with eventMetadata, as SageMaker reads ground truth',
    is: (r) => isObject(r['groundTruthData']) && isObject(r['eventMetadata']),
  },
  {
    format: 'kserve',
    evidence: 'CloudEvents of the KServe payload logger',
    is: (r) => has(r, 'specversion') && /\.inference\.(?:request|response)$/.test(textOf(r['type'])),
  },
  {
    format: 'kserve',
    evidence: 'rows of the blob mode of the KServe payload logger',
    is: (r) => has(r, 'reqType') && has(r, 'inferenceService') && has(r, 'bytes'),
  },
  {
    format: 'databricks',
    evidence: 'columns of a Databricks inference table',
    is: (r) => has(r, 'databricks_request_id') && has(r, 'request') && has(r, 'response'),
  },
  { format: 'otel_genai', evidence: 'spans in OTLP/JSON', is: isSpans },
  { format: 'bentoml', evidence: 'a schema record of BentoML monitoring (columns with roles)', is: isBentoSchema },
  {
    format: 'bentoml',
    evidence: 'timestamp, request_id and trace_id beside columns, as BentoML monitoring writes',
    is: (r) => ['timestamp', 'request_id', 'trace_id'].every((key) => has(r, key)) && isFlat(r),
  },
];

/** Share of the records that must be what a format says. */
const MOST = 0.5;
/** Share of the lines that are JSON objects in a log of JSON; the rest may be broken lines and debug prints. A CSV has none. */
const SOME = 0.1;

/**
 * Recognises the format of a log by its first lines.
 *
 * @param lines not blank, whole
 * @returns null where there are no lines
 */
export function guessFormat(lines: readonly string[]): FormatGuess | null {
  if (lines.length === 0) return null;
  const records = lines.flatMap((line) => jsonObjectOf(line));
  if (records.length === 0 || records.length < lines.length * SOME)
    return { format: 'csv', evidence: `${lines.length - records.length} of ${lines.length} lines are no JSON objects` };
  for (const { format, evidence, is } of RECOGNISERS) {
    const n = records.filter((record) => is(record)).length;
    if (n >= records.length * MOST) return { format, evidence: `${n} of ${lines.length} lines: ${evidence}` };
  }
  return { format: 'jsonl', evidence: `${records.length} of ${lines.length} lines are JSON objects of no format that is known by name` };
}

/** The object in a line, or nothing. A byte order mark before it is no fault. */
export function jsonObjectOf(line: string): Json[] {
  try {
    const value: unknown = JSON.parse(line.replace(/^\ufeff/, ''));
    return isObject(value) ? [value] : [];
  } catch {
    return [];
  }
}

/** A document of spans, one element of its list, or one span a line. */
function isSpans(record: Json): boolean {
  const { resourceSpans, scopeSpans, attributes } = record;
  return (
    Array.isArray(resourceSpans) ||
    Array.isArray(scopeSpans) ||
    (has(record, 'spanId') && has(record, 'traceId') && Array.isArray(attributes))
  );
}

function isBentoSchema(record: Json): boolean {
  const { columns } = record;
  return has(record, 'bento_name') && Array.isArray(columns) && columns.every((column) => isObject(column) && has(column, 'role'));
}

function isFlat(record: Json): boolean {
  return Object.values(record).every((value) => !isObject(value));
}

function has(record: Json, key: string): boolean {
  return Object.hasOwn(record, key);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
