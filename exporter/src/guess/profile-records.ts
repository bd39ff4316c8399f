import { FieldProfile } from './field-profile.js';

/** Objects within objects beyond this are taken as one value. */
const DEEPEST = 5;
/** Places that are profiled; a log with more has keys that are data. */
const MOST_FIELDS = 2000;

/** Everything that the sampled records have, by place. */
export interface LogProfile {
  readonly records: number;
  readonly fields: readonly FieldProfile[];
  /** Places with more than can be profiled were left out. */
  readonly isCut: boolean;
}

/**
 * Profiles sampled records: every value that is no object, by its path.
 *
 * Shape: records are JSON objects, or rows of a CSV with one field a column.
 */
export function profileRecords(records: readonly Readonly<Record<string, unknown>>[]): LogProfile {
  const fields = new Map<string, FieldProfile>();
  let isCut = false;
  const add = (path: readonly string[], value: unknown): void => {
    if (isObject(value) && path.length < DEEPEST && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) add([...path, key], inner);
      return;
    }
    const key = JSON.stringify(path);
    let field = fields.get(key);
    if (!field) {
      if (fields.size >= MOST_FIELDS) return void (isCut = true);
      fields.set(key, (field = new FieldProfile(path)));
    }
    field.add(value);
  };
  for (const record of records) for (const [key, value] of Object.entries(record)) add([key], value);
  return { records: records.length, fields: [...fields.values()], isCut };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
