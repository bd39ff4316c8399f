import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import type { PositionalNames } from './positional-names.js';
import { tensorRows } from './tensors.js';

/**
 * The instances of a prediction request, each as an object of features.
 *
 * Bodies: `instances` (V1, TensorFlow Serving, Databricks), `inputs` of named tensors (V2), `inputs` as a list of instances or as
 *         columns by name, `dataframe_records`, `dataframe_split` (Databricks, MLflow), or an array of instances alone.
 * Values without names are called by `names`. A nested value stays what it is: no feature, and counted as invalid if it is one.
 *
 * @returns null when the body is none of these
 */
export function requestInstances(body: unknown, names: PositionalNames): JsonObject[] | null {
  if (Array.isArray(body)) return listed(body, names);
  if (!isObject(body)) return null;
  const { instances, inputs, dataframe_records: records, dataframe_split: split } = body;
  if (Array.isArray(instances)) return listed(instances, names);
  if (Array.isArray(inputs)) return isTensors(inputs) ? tensorRows(inputs, names) : listed(inputs, names);
  if (isObject(inputs)) return columnar(inputs);
  if (Array.isArray(records)) return listed(records, names);
  return isObject(split) ? splitRows(split, names) : null;
}

export function instanceOf(value: unknown, names: PositionalNames): JsonObject {
  if (isObject(value)) return value;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const features: Record<string, unknown> = {};
  const known = names.first(list.length);
  for (let i = 0; i < list.length; i++) features[known[i] ?? names.at(i)] = list[i];
  return features;
}

function listed(list: readonly unknown[], names: PositionalNames): JsonObject[] {
  return list.map((value) => instanceOf(value, names));
}

function isTensors(inputs: readonly unknown[]): inputs is readonly JsonObject[] {
  return inputs.length > 0 && inputs.every((input) => isObject(input) && 'data' in input && 'name' in input);
}

function splitRows({ columns, data }: JsonObject, names: PositionalNames): JsonObject[] | null {
  if (!Array.isArray(data) || !data.every(Array.isArray)) return null;
  const titled = names.titled(Array.isArray(columns) ? (columns as unknown[]) : []);
  return data.map((row: unknown[]) => titled.row(row));
}

/** Columns by name: lists of one length, or single values of one instance. Lists of different lengths are no instances. */
function columnar(columns: JsonObject): JsonObject[] | null {
  const lists = Object.entries(columns).map(([name, value]) => [name, Array.isArray(value) ? (value as unknown[]) : [value]] as const);
  const rows = lists[0]?.[1].length ?? 0;
  if (lists.some(([, list]) => list.length !== rows)) return null;
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(
      lists.map(([name, list]) => [name, Array.isArray(list[i]) && list[i].length === 1 ? (list[i] as unknown[])[0] : list[i]]),
    ),
  );
}
