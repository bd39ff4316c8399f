import { z } from 'zod';
import { dottedPath, duration, size } from './values.js';

const UNITS = ['s', 'ms', 'us', 'ns'] as const;
const OUTCOME_WORDS = ['ok', 'error', 'timeout', 'rejected'] as const;
const word = z.union([z.string(), z.number(), z.boolean()]);

const text = z.union([dottedPath, z.strictObject({ const: z.string().min(1) }), z.strictObject({ path: dottedPath })]);
const durationField = z.union([dottedPath, z.strictObject({ path: dottedPath, unit: z.enum(UNITS).default('s') })]);

export const mapSchema = z.strictObject({
  time: z
    .union([dottedPath, z.strictObject({ path: dottedPath, unit: z.enum([...UNITS, 'auto']).default('auto') })])
    .meta({ description: 'Event time: a dotted path, or { path, unit } with unit s, ms, us, ns or auto. ISO 8601 text is read as it is; without a zone it is UTC.' }),
  request_id: dottedPath.optional().meta({ description: 'Id of the request. Reserved for joining labels; not stored in this version.' }),
  model: text.meta({ description: 'Name of the model: a dotted path, or { const: churn } when the log holds one model.' }),
  version: text.optional().meta({ description: 'Version of the model: a dotted path or { const: }. Without it every record counts as version "unversioned".' }),
  latency: durationField.optional().meta({ description: 'Latency: a dotted path in seconds, or { path, unit }.' }),
  time_to_first_token: durationField.optional().meta({ description: 'Time to the first token: as latency.' }),
  outcome: z
    .strictObject({
      path: dottedPath,
      ok: z.array(word).default([]),
      error: z.array(word).default([]),
      timeout: z.array(word).default([]),
      rejected: z.array(word).default([]),
      default: z.enum(OUTCOME_WORDS).default('error'),
    })
    .optional()
    .meta({ description: 'How status values become ok, error, timeout or rejected; `default` is for all others. Without it every record is ok.' }),
  features: z
    .union([dottedPath, z.array(z.union([dottedPath, z.strictObject({ name: z.string().min(1), path: dottedPath })])).min(1)])
    .optional()
    .meta({ description: 'Features: the path of an object that holds them all, or a list of paths (or { name, path }).' }),
  prediction: dottedPath.optional().meta({ description: 'The answer of the model: a class or a number.' }),
  score: dottedPath.optional().meta({ description: 'The score behind the answer; judged as the prediction when `prediction` is not mapped.' }),
  tokens_input: dottedPath.optional().meta({ description: 'Tokens read.' }),
  tokens_output: dottedPath.optional().meta({ description: 'Tokens written.' }),
  cost: z
    .union([dottedPath, z.strictObject({ path: dottedPath, currency: z.string().regex(/^[A-Z]{3}$/, 'is no currency code such as USD').default('USD') })])
    .optional()
    .meta({ description: 'Cost of the inference: a dotted path (USD), or { path, currency }.' }),
});

const common = {
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must consist of a-z, 0-9, _ and - (it becomes a label and a part of URLs)'),
  map: mapSchema.meta({ description: 'Where the parts of an inference event are in a record.' }),
  clock_skew: duration().prefault('5m').meta({ description: 'How far an event time may lie in the future; beyond it the record is rejected as clock_skew.' }),
};
const line = size().prefault('1MiB').meta({ description: 'Longest record; a longer one is rejected as too_large.' });
const depth = z.number().int().min(2).max(1000).default(32).meta({ description: 'Deepest nesting of a record; a deeper one is rejected as too_deep.' });

export const sourceSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('file'),
    path: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).meta({ description: 'Path or glob (or a list of them) of the log files, rotations included if they match; relative to this file.' }),
    format: z.enum(['jsonl', 'csv']).meta({ description: 'jsonl: a JSON object a line. csv: with a header line.' }),
    csv: z.strictObject({ delimiter: z.string().length(1).default(',') }).prefault({}).meta({ description: 'Dialect of format csv.' }),
    limits: z.strictObject({ line, depth }).prefault({}),
  }),
  z.strictObject({
    ...common,
    type: z.literal('http'),
    format: z.enum(['jsonl']).default('jsonl').meta({ description: 'Pushed bodies are NDJSON or a JSON array.' }),
    limits: z
      .strictObject({
        line,
        depth,
        body: size().prefault('32MiB').meta({ description: 'Largest body after decompression; a larger one gets 413.' }),
        decompression_ratio: z.number().min(1).default(100).meta({ description: 'Largest ratio of decompressed to received bytes; beyond it the body gets 413.' }),
        queue: size().prefault('64MiB').meta({ description: 'Bytes that may wait at once; beyond it clients get 429 with Retry-After.' }),
      })
      .prefault({}),
  }),
]);
