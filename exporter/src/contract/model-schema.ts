import { z } from 'zod';

/** One field of the records of a model, as its baseline implies it. */
export const schemaFieldSchema = z.strictObject({
  name: z.string().min(1),
  role: z.enum(['feature', 'prediction']),
  type: z.enum(['numeric', 'categorical']),
  /** Whether the value may be missing. */
  is_optional: z.boolean(),
  /** Smallest and largest value, both inclusive; null for categories, and where no value was seen. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  /** All values, by name; null for numbers, and where there are more values than a baseline lists. */
  categories: z.array(z.string()).nullable(),
});
export type SchemaField = z.infer<typeof schemaFieldSchema>;

/** Fields by role and name: the order of columns is no part of a schema. */
export type ModelSchema = readonly SchemaField[];

export const SCHEMA_CHANGES = [
  'added',
  'removed',
  'type_changed',
  'became_required',
  'became_optional',
  'categories_added',
  'categories_removed',
  'categories_closed',
  'categories_opened',
  'range_widened',
  'range_narrowed',
  'range_moved',
] as const;

/**
 * One difference between an old and a new schema.
 *
 * backward: the new schema takes records that were made for the old one. forward: the old schema takes records that are made for the
 * new one. The words are those of schema registries (Avro, Confluent).
 */
export const schemaChangeSchema = z.strictObject({
  field: z.string(),
  role: z.enum(['feature', 'prediction']),
  change: z.enum(SCHEMA_CHANGES),
  from: z.string().nullable(),
  to: z.string().nullable(),
  backward: z.boolean(),
  forward: z.boolean(),
  /** What happens to whom, in one sentence. */
  why: z.string(),
});
export type SchemaChange = z.infer<typeof schemaChangeSchema>;

/** A registered schema, as GET /api/v1/models/:model/schemas lists them. */
export const registeredSchemaSchema = z.strictObject({
  model: z.string(),
  /** Grows by one with each schema that the model did not have before. */
  version: z.number().int().positive(),
  sha256: z.string(),
  first_seen: z.iso.datetime(),
  /** Of the baseline that brought it. */
  baseline_sha256: z.string(),
  fields: z.array(schemaFieldSchema),
  /** Against the version before; empty for the first. */
  changes: z.array(schemaChangeSchema),
});
export type RegisteredSchema = z.infer<typeof registeredSchemaSchema>;
