import { pooledTable, type Baseline, type ReferenceTable } from '../baseline/index.js';
import type { FeatureLayout, SegmentLayout } from '../profile/index.js';
import type { ModelSettings } from './model-settings.js';

/** The parts that a baseline is divided into under the settings of a model. */
export interface ActiveSegments {
  readonly layout: SegmentLayout;
  /** As labels, the rest last. */
  readonly labels: readonly string[];
  /** For each segment, in the order of the features; null for the one that divides. */
  readonly references: readonly (readonly (ReferenceTable | null)[])[];
}

/** What all rows of no other segment are called; a category of that name gets `value:` in front, as in the bins. */
const REST = 'other';

/** Null where no segments are asked for, or the baseline cannot be divided so (see segmentsGap). */
export function activeSegments(baseline: Baseline, layouts: readonly FeatureLayout[], settings: ModelSettings): ActiveSegments | null {
  const { segments } = baseline;
  const asked = settings.segments;
  if (!asked || !segments || segmentsGap(baseline, settings) !== null) return null;
  const by = layouts.findIndex(({ name }) => name === segments.by);
  const divided = layouts[by];
  if (divided?.type !== 'categorical') return null;
  const kept = Math.min(asked.top, segments.names.length, divided.categories.length);
  const names = segments.names.slice(0, kept);
  const references = Array.from({ length: kept + 1 }, (_, segment) => {
    // Segments beyond `top` belong to the rest.
    const weights = Float64Array.from(segments.rows, (_, i) => Number(segment < kept ? i === segment : i >= kept));
    return baseline.features.map((feature, f) => {
      const counts = segments.features[f];
      const top = settings.features.get(feature.name)?.top ?? null;
      return f === by || !counts ? null : pooledTable(feature, counts, { weights }, { top });
    });
  });
  return { layout: { by, names }, labels: labelsOf(names), references };
}

/** Why the segments that are asked for cannot be judged by a baseline, and what to do; null where they can, or none are. */
export function segmentsGap({ segments }: Baseline, settings: ModelSettings): string | null {
  const asked = settings.segments;
  if (!asked || segments?.by === asked.by) return null;
  const found = segments ? `is divided by ${segments.by}` : 'is not divided';
  return `the baseline ${found}: build it with --segment-by ${asked.by}`;
}

function labelsOf(names: readonly string[]): string[] {
  const taken = new Set([REST]);
  const labels = names.map((name) => {
    let label = name === '' ? 'value:' : name;
    while (taken.has(label)) label = `value:${label}`;
    taken.add(label);
    return label;
  });
  return [...labels, REST];
}
