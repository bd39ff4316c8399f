import { createHash } from 'node:crypto';
import type { ModelSchema, SchemaField } from '../../contract/index.js';
import type { Baseline, BaselineFeature } from '../artefact.js';
import { canonicalJson } from '../canonical-json.js';
import { compareText } from '../categorical-feature.js';
import { roundOutward } from './round-outward.js';

/**
 * The schema that a baseline implies: what a record of its model must look like. The same data gives the same schema, whatever the order
 * of its columns; so does another sample of it, unless that has other categories or values of another size.
 */
export function schemaOf({ features, prediction }: Pick<Baseline, 'features' | 'prediction'>): ModelSchema {
  const fields = features.map((feature) => fieldOf(feature, 'feature')).sort((a, b) => compareText(a.name, b.name));
  return prediction ? [...fields, fieldOf(prediction, 'prediction')] : fields;
}

/** SHA-256 (hex) over the canonical JSON of a schema. */
export function schemaHash(schema: ModelSchema): string {
  return createHash('sha256').update(canonicalJson(schema)).digest('hex');
}

function fieldOf(feature: BaselineFeature, role: SchemaField['role']): SchemaField {
  const { name, type, missing } = feature;
  const common = { name, role, type, is_optional: missing > 0 };
  if (feature.type === 'numeric') {
    const { min, max } = feature;
    return { ...common, range: min === null || max === null ? null : roundOutward(min, max), categories: null };
  }
  const { categories, tail, tail_complete } = feature;
  // Values that are too rare for a name of their own are part of no list.
  return { ...common, range: null, categories: tail_complete ? [...categories, ...tail].sort(compareText) : null };
}
