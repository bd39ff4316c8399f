import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import type { PositionalNames } from './positional-names.js';

/** Largest number of values in one tensor that are read: bounds what one record can cost. */
const MAX_VALUES = 1_000_000;

/** One tensor as rows: its name, values by row. */
export interface TensorTable {
  readonly name: string;
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Reads the tensors of the Open Inference Protocol (V2): `{ name, shape, datatype, data }` with data flat in row-major order, or nested.
 * The first dimension counts the instances; all further ones are the values of one instance.
 *
 * @returns null when a tensor is not as its shape says, or the tensors differ in their number of instances
 */
export function tensorTables(tensors: readonly unknown[]): TensorTable[] | null {
  const tables: TensorTable[] = [];
  for (const tensor of tensors) {
    const table = isObject(tensor) ? tensorTable(tensor) : null;
    if (!table || (tables[0] && tables[0].rows.length !== table.rows.length)) return null;
    tables.push(table);
  }
  return tables;
}

/**
 * The instances of request tensors. A tensor of one value an instance is a feature of its name; where one tensor is all there is, its
 * values are called by `names`; beside others they are called name_0, name_1, ...
 */
export function tensorRows(tensors: readonly unknown[], names: PositionalNames): JsonObject[] | null {
  const tables = tensorTables(tensors);
  const first = tables?.[0];
  if (!tables || !first) return null;
  const isAlone = tables.length === 1;
  return first.rows.map((_, i) => {
    const features: Record<string, unknown> = {};
    for (const { name, rows } of tables) {
      const values = rows[i] as readonly unknown[];
      if (values.length === 1 && !(isAlone && names.at(0) !== 'f0')) features[name] = values[0];
      else values.forEach((value, k) => (features[isAlone ? names.at(k) : `${name}_${k}`] = value));
    }
    return features;
  });
}

function tensorTable({ name, shape, data }: JsonObject): TensorTable | null {
  if (typeof name !== 'string' || !Array.isArray(data)) return null;
  const flat: unknown[] = data.some(Array.isArray) ? (data as unknown[]).flat(Infinity) : data;
  const sizes: unknown[] = Array.isArray(shape) ? shape : [flat.length];
  if (!sizes.every((size): size is number => Number.isSafeInteger(size) && (size as number) >= 0)) return null;
  const rows = sizes[0] ?? 1;
  const width = sizes.slice(1).reduce((product, size) => product * size, 1);
  if (flat.length > MAX_VALUES || rows * width !== flat.length || (rows > 0 && width === 0)) return null;
  return { name, rows: Array.from({ length: rows }, (_, i) => flat.slice(i * width, (i + 1) * width)) };
}
