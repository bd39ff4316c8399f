import { existsSync } from 'node:fs';
import { schemaHash, schemaOf } from '../../baseline/index.js';
import { DataTable, fieldsOf, loadBaseline, profileReference, type FeatureChoice } from '../../baseline/io.js';
import type { ModelSchema } from '../../contract/index.js';
import { openStore, type StoredSchema } from '../../store/index.js';
import { cliError } from '../errors.js';
import { readConfig } from '../serve/read-config.js';

/** Where schemas are read from, and which columns of data files are fields. */
export interface SchemaOptions extends FeatureChoice {
  readonly prediction?: string | undefined;
  readonly time?: string | undefined;
  readonly config: string;
  /** Folder of the store, instead of that of the configuration. */
  readonly store?: string | undefined;
  readonly onProgress: (text: string) => void;
}

export interface FoundSchema {
  /** How the user called it. */
  readonly name: string;
  readonly kind: 'baseline' | 'data' | 'registered';
  readonly sha256: string;
  readonly fields: ModelSchema;
  /** Where it is registered; null for a file. */
  readonly registered: StoredSchema | null;
}

/**
 * The schema of a baseline file, of a data file, or of a model in the store (`churn` for its newest, `churn@2` for another).
 *
 * Errors: BASELINE_*, CONFIG_*, STORE_*, CLI_SCHEMA_UNKNOWN.
 */
export async function readSchema(name: string, options: SchemaOptions): Promise<FoundSchema> {
  if (/\.json$/i.test(name)) return fileSchema(name, 'baseline', schemaOf(await loadBaseline(name)));
  if (existsSync(name) || /\.(csv|parquet|jsonl|ndjson)(\.gz)?$/i.test(name))
    return fileSchema(name, 'data', await schemaOfData(name, options));
  return registeredSchema(name, options);
}

/**
 * Two schemas to be compared. Where one is of data, its columns are read as the other one says: a category that is written in digits
 * is a number only by its looks. A prediction is compared where both have one.
 *
 * Errors: those of readSchema.
 */
export async function readSchemas(from: string, to: string, options: SchemaOptions): Promise<[FoundSchema, FoundSchema]> {
  const isData = (name: string): boolean => !/\.json$/i.test(name) && existsSync(name);
  // The one that is no data is read first.
  const [first, second] = isData(from) && !isData(to) ? [to, from] : [from, to];
  const known = await readSchema(first, options);
  const other = await readSchema(second, isData(first) ? options : { ...options, ...readAs(known.fields, options) });
  const found: [FoundSchema, FoundSchema] = first === from ? [known, other] : [other, known];
  const hasAll = found.every(({ kind, fields }) => kind !== 'data' || fields.some(({ role }) => role === 'prediction'));
  if (hasAll) return found;
  const withoutPrediction = (schema: FoundSchema): FoundSchema => ({
    ...schema,
    fields: schema.fields.filter(({ role }) => role === 'feature'),
  });
  return [withoutPrediction(found[0]), withoutPrediction(found[1])];
}

function readAs(fields: ModelSchema, { categorical = [] }: SchemaOptions): Pick<SchemaOptions, 'categorical'> {
  const named = fields.filter(({ type, role }) => type === 'categorical' && role === 'feature').map(({ name }) => name);
  return { categorical: [...new Set([...categorical, ...named])] };
}

function fileSchema(name: string, kind: FoundSchema['kind'], fields: ModelSchema): FoundSchema {
  return { name, kind, sha256: schemaHash(fields), fields, registered: null };
}

async function schemaOfData(path: string, options: SchemaOptions): Promise<ModelSchema> {
  const { onProgress, categorical = [], ...choice } = options;
  const table = await DataTable.open(path);
  try {
    // A field of the other side that this file does not have is a difference, not a mistake.
    const pool = choice.featuresAt === undefined ? table.columns : fieldsOf(table, choice.featuresAt);
    const own = categorical.filter((name) => pool.some((column) => column.name === name));
    const profiled = await profileReference(table, {
      ...choice,
      categorical: own,
      model: 'data',
      modelVersion: '-',
      onProgress: (step) => {
        if (step.kind === 'column') onProgress(`${path}: ${step.done} of ${step.total} columns`);
      },
    });
    return schemaOf(profiled);
  } finally {
    await table.close();
  }
}

function registeredSchema(name: string, { config, store: folder }: SchemaOptions): FoundSchema {
  const store = openStore({ folder: folder ?? readConfig(config).store.folder, mode: 'visit', nowMs: Date.now });
  try {
    const [, model = name, version] = /^(.+)@(\d+)$/.exec(name) ?? [];
    const found = version === undefined ? store.schemas.list(model, 1)[0] : store.schemas.at(model, Number(version));
    if (!found) {
      const versions = store.schemas.list(model, 1000).map((schema) => schema.version);
      const known =
        versions.length > 0 ? `versions of ${model}: ${versions.join(', ')}` : `models: ${store.schemas.models().join(', ') || 'none'}`;
      throw cliError('CLI_SCHEMA_UNKNOWN', { name, known });
    }
    return { name, kind: 'registered', sha256: found.sha256, fields: found.fields, registered: found };
  } finally {
    store.close();
  }
}
