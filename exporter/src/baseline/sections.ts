import type { z } from 'zod';
import { calibrationSectionSchema } from './sections/calibration.js';
import { attributionsSectionSchema } from './sections/attributions.js';
import { chunksSectionSchema } from './sections/chunks.js';
import { qualitySectionSchema } from './sections/quality.js';
import { seasonsSectionSchema } from './sections/seasons.js';
import { segmentsSectionSchema } from './sections/segments.js';

/**
 * What an artefact may hold beside its bins. A section is a key of its own, optional, each with its schema in a file of its own under
 * sections/; a reader that does not know a section refuses the artefact, because a verdict must not depend on who reads it.
 */
export const sectionSchemas = {
  /** How often it would alarm without drift, and thresholds that keep a budget. */
  calibration: calibrationSectionSchema.optional(),
  /** How far the reference is from itself, part by part. */
  chunks: chunksSectionSchema.optional(),
  /** What the model was worth on the reference. */
  quality: qualitySectionSchema.optional(),
  /** What the features contributed to the predictions. */
  attributions: attributionsSectionSchema.optional(),
  /** The counts by season: which part of the reference is like a window. */
  seasons: seasonsSectionSchema.optional(),
  /** The counts by the categories of one feature. */
  segments: segmentsSectionSchema.optional(),
} as const;

/** What a section holds, by its key. */
export type BaselineSections = { readonly [Key in keyof typeof sectionSchemas]?: z.infer<(typeof sectionSchemas)[Key]> };

/** The version an artefact is written as: the lowest one that can say what it holds. */
export function formatVersionOf(content: object): 1 | 2 {
  return Object.keys(sectionSchemas).some((key) => (content as Record<string, unknown>)[key] !== undefined) ? 2 : 1;
}
