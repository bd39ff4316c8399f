import { z } from 'zod';
import { sectionSchemas } from './sections.js';

const count = z.number().int().nonnegative();
const finite = z.number();

const numericFeature = z.strictObject({
  name: z.string().min(1),
  type: z.literal('numeric'),
  /** Inner edges of the fine bins, ascending; the bin of x is the number of edges <= x. */
  edges: z.array(finite).max(4096),
  /** First fine bin of each judged bin. */
  judged: z.array(count).min(1),
  /** Counts of the fine bins. */
  counts: z.array(count),
  missing: count,
  invalid: count,
  min: finite.nullable(),
  max: finite.nullable(),
  mean: finite.nullable(),
  sd: finite.nullable(),
  /** Exact quantiles by probability: p01, p05, p25, p50, p75, p95, p99. */
  quantiles: z.record(z.string(), finite),
  /** Distinct values, where at most 20; else null. */
  distinct: count.nullable(),
});

const categoricalFeature = z.strictObject({
  name: z.string().min(1),
  type: z.literal('categorical'),
  /** The top categories by reference count, largest first, ties by name. */
  categories: z.array(z.string()),
  counts: z.array(count),
  /** Rows with any other value. */
  other: count,
  /** Further values with at least MIN_CATEGORY_COUNT rows, by name. */
  tail: z.array(z.string()),
  tail_complete: z.boolean(),
  missing: count,
  invalid: count,
});

export const baselineFeatureSchema = z.discriminatedUnion('type', [numericFeature, categoricalFeature]);

/**
 * Versions of the artefact format; an old fixture of each version is kept for ever. Version 2 is version 1 with at least one section
 * (sections.ts). An artefact without any is still written as version 1, so its bytes and its hash stay what they were, and an exporter
 * of before can read it.
 */
export const BASELINE_FORMAT_VERSIONS = [1, 2] as const;

/**
 * The baseline artefact: what the training data looked like, in bins fixed from the reference alone. Canonical JSON
 * (RFC 8785) without the key `sha256` is what the hash is taken over. It holds no time of its own making and no path,
 * so the same input gives the same bytes.
 */
export const baselineSchema = z.strictObject({
  format: z.literal('aiops-baseline'),
  format_version: z.literal(BASELINE_FORMAT_VERSIONS),
  model: z.string().min(1),
  model_version: z.string().min(1),
  source: z.enum(['built', 'bootstrap']),
  /** exact: counted from all rows; sketched: edges from a sketch with 1 % relative error (bootstrap). */
  precision: z.enum(['exact', 'sketched']),
  rows: count,
  /** Period that the rows cover, where they carry time. */
  period: z.strictObject({ start: z.string(), end: z.string() }).nullable(),
  features: z.array(baselineFeatureSchema),
  /** Distribution of the prediction, where the reference holds it. */
  prediction: baselineFeatureSchema.nullable(),
  ...sectionSchemas,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Baseline = z.infer<typeof baselineSchema>;
export type BaselineFeature = z.infer<typeof baselineFeatureSchema>;
export type NumericFeature = z.infer<typeof numericFeature>;
export type CategoricalFeature = z.infer<typeof categoricalFeature>;
