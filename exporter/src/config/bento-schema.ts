import type { RecordMap } from '../events/index.js';

/** What the schema log of a BentoML monitor says of the columns beside it. */
export interface BentoSchema {
  readonly bentoName: string;
  readonly bentoVersion: string;
  readonly features: readonly { readonly name: string; readonly type: 'numeric' | 'categorical' }[];
  /** The first column of that role; null where there is none. */
  readonly prediction: { readonly name: string; readonly type?: 'numeric' | 'categorical' } | null;
}

const TYPES: Readonly<Record<string, 'numeric' | 'categorical'>> = { numerical: 'numeric', categorical: 'categorical' };

/** Version label of a service that was not built into a bento. */
const UNVERSIONED = 'unversioned';

/**
 * Reads a schema log: one JSON object a line, `{ meta_data: { bento_name, bento_version }, columns: [{ name, role, type }] }`; the newest is
 * the last one. Each start of a worker adds one.
 *
 * @returns what is wrong with it, in words without any of its text
 */
export function parseBentoSchema(text: string): BentoSchema | { readonly problem: string } {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  if (last < 0) return { problem: 'is empty; BentoML writes it with the first request of a worker' };
  let schema: unknown;
  try {
    schema = JSON.parse(lines[last] ?? '');
  } catch {
    schema = null;
  }
  if (!isMap(schema) || !Array.isArray(schema['columns'])) {
    return { problem: `is no schema log of BentoML: line ${last + 1} is no JSON object with columns` };
  }
  const columns = schema['columns'].map((column: unknown) => (isMap(column) ? column : {}));
  const nameless = columns.findIndex(({ name, role }) => typeof name !== 'string' || name === '' || typeof role !== 'string');
  if (nameless >= 0) return { problem: `is no schema log of BentoML: column ${nameless + 1} in line ${last + 1} has no name or no role` };
  const meta = isMap(schema['meta_data']) ? schema['meta_data'] : schema;
  const { bento_name: bentoName, bento_version: bentoVersion } = meta;
  return {
    bentoName: typeof bentoName === 'string' ? bentoName : '',
    bentoVersion: typeof bentoVersion === 'string' && bentoVersion !== '' ? bentoVersion : UNVERSIONED,
    features: featuresOf(columns),
    prediction: predictionOf(columns),
  };
}

/** Sequences, and types that may come, are no features here: one number or word is what drift is judged of. */
function featuresOf(columns: readonly Readonly<Record<string, unknown>>[]): BentoSchema['features'] {
  return columns.flatMap(({ name, role, type }) => {
    const known = TYPES[String(type)];
    return role === 'feature' && known !== undefined ? [{ name: name as string, type: known }] : [];
  });
}

function predictionOf(columns: readonly Readonly<Record<string, unknown>>[]): BentoSchema['prediction'] {
  const found = columns.find(({ role, type }) => role === 'prediction' && TYPES[String(type)] !== undefined);
  if (!found) return null;
  const type = TYPES[String(found['type'])];
  return { name: found['name'] as string, ...(type && { type }) };
}

/** The map that a schema amounts to; columns are named as a whole. */
export function bentoMap({ bentoName, bentoVersion, features, prediction }: BentoSchema): RecordMap {
  return {
    time: { path: ['timestamp'], unit: 'auto' },
    model: { constant: bentoName },
    version: { constant: bentoVersion },
    latency: null,
    timeToFirstToken: null,
    outcome: null,
    features: features.length > 0 ? { list: features.map(({ name, type }) => ({ name, path: [name], type })) } : null,
    prediction: prediction && [prediction.name],
    ...(prediction?.type && { predictionType: prediction.type }),
    score: null,
    tokensInput: null,
    tokensOutput: null,
    cost: null,
    // Written by the monitor itself, as text.
    requestId: ['request_id'],
  };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
