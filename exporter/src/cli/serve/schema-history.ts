import { schemaDiff } from '../../baseline/index.js';
import { defaultModelConfig, modelConfig, type Config } from '../../config/index.js';
import type { RegisteredSchema, SchemaField } from '../../contract/index.js';
import type { Store } from '../../store/index.js';

/** Schemas in one answer: a model gets a few a year. */
const LISTED = 100;

/**
 * The schemas that a model had, newest first, each with what it changed; null where it has none. Values of private features are left
 * out: their categories can be names of people.
 */
export function schemaHistory({ schemas }: Store, model: string, config: Config): RegisteredSchema[] | null {
  const features = modelConfig(config, model, defaultModelConfig())?.features;
  const shown = (field: SchemaField): SchemaField =>
    features?.get(field.name)?.isPrivate ? { ...field, range: null, categories: null } : field;
  // One more than is shown, to say what the oldest one shown changed.
  const found = schemas.list(model, LISTED + 1).map((schema) => ({ ...schema, fields: schema.fields.map(shown) }));
  if (found.length === 0) return null;
  return found.slice(0, LISTED).map(({ version, sha256, firstSeenMs, baselineSha256, fields }, i) => {
    const before = found[i + 1];
    return {
      model,
      version,
      sha256,
      first_seen: new Date(firstSeenMs).toISOString(),
      baseline_sha256: baselineSha256,
      fields,
      changes: before ? schemaDiff(before.fields, fields) : [],
    };
  });
}
