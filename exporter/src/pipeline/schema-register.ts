import { schemaHash, schemaOf, type Baseline } from '../baseline/index.js';
import type { ModelSchema } from '../contract/index.js';
import type { PipelineStorage } from './storage.js';

/** A schema as it is registered: by content, with a number that says which of a model it is. */
export interface NewSchema {
  readonly model: string;
  readonly version: number;
  readonly sha256: string;
  readonly fields: ModelSchema;
  /** Of the baseline that brought it. */
  readonly baselineSha256: string;
}

/**
 * Numbers the schemas of models. A schema that the model had before keeps its number, so going back to an older baseline goes back to
 * its schema; another one gets the next number.
 */
export class SchemaRegister {
  readonly #storage: Pick<PipelineStorage, 'schemaVersion' | 'newestSchemaVersion'>;
  #uncommitted: NewSchema[] = [];

  constructor(storage: Pick<PipelineStorage, 'schemaVersion' | 'newestSchemaVersion'>) {
    this.#storage = storage;
  }

  /** Schemas to be committed with the activations that brought them. */
  get uncommitted(): readonly NewSchema[] {
    return this.#uncommitted;
  }

  committed(): void {
    this.#uncommitted = [];
  }

  /** The number and the hash of the schema of a baseline. */
  register(model: string, baseline: Baseline): { readonly version: number; readonly sha256: string } {
    const fields = schemaOf(baseline);
    const sha256 = schemaHash(fields);
    const own = this.#uncommitted.filter((schema) => schema.model === model);
    const known = own.find((schema) => schema.sha256 === sha256)?.version ?? this.#storage.schemaVersion(model, sha256);
    if (known !== null) return { version: known, sha256 };
    const newest = Math.max(this.#storage.newestSchemaVersion(model), ...own.map(({ version }) => version));
    const schema = { model, version: newest + 1, sha256, fields, baselineSha256: baseline.sha256 };
    this.#uncommitted.push(schema);
    return schema;
  }
}
