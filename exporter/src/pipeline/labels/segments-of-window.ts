import type { SegmentsOfWindow } from '../../quality/index.js';
import { segmentLabels } from '../../baseline/index.js';
import type { ActiveBaseline } from '../active-baseline.js';
import type { ActiveSegments } from '../active-segments.js';

/**
 * Where the segment of a row is kept among the groups that it belongs to: no feature has an empty name. Its value is null for a row of the
 * rest. Rows that were kept before there were segments have no such key, and are in none.
 */
export const SEGMENT_KEY = '';

/**
 * The segments of the rows of a window and what each is compared with.
 *
 * @param combinations the groups that rows belong to, each as the JSON of an object
 * @param codes the combination of each row
 */
export function segmentsOfWindow(
  active: ActiveBaseline,
  combinations: readonly string[],
  codes: Int32Array,
  matureFrom: number,
): SegmentsOfWindow | null {
  const { segments, baseline } = active;
  if (!segments) return null;
  const { names } = segments.layout;
  const places = combinations.map((text) => {
    const value = (JSON.parse(text) as Record<string, string | null>)[SEGMENT_KEY];
    if (value === undefined) return -1;
    return value !== null && names.includes(value) ? names.indexOf(value) : names.length;
  });
  const groups = { attribute: SEGMENT_KEY, codes: codes.map((code) => places[code] ?? -1), names: segmentLabels(names) };
  return { groups, references: referencesOf(segments, baseline.quality?.segments ?? []), matureFrom };
}

/** By segment what the reference was worth; null where it does not tell the segment apart. */
function referencesOf({ layout: { names }, section }: ActiveSegments, parts: NonNullable<QualityParts>): SegmentsOfWindow['references'] {
  const known = section?.names ?? [];
  const own = names.map((name) => parts[known.indexOf(name)] ?? null);
  // The rest of the reference is that of the window where the same segments were taken out of both.
  const isSameRest = section !== null && known.length === names.length && known.every((name) => names.includes(name));
  return [...own, isSameRest ? (parts[known.length] ?? null) : null];
}

type QualityParts = NonNullable<ActiveBaseline['baseline']['quality']>['segments'];
