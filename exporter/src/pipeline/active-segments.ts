import { pooledTable, referenceTable, segmentLabels, type Baseline, type ReferenceTable, type SegmentsSection } from '../baseline/index.js';
import { SEGMENT_COLUMN, type SegmentVerdict } from '../contract/index.js';
import type { FeatureLayout, SegmentLayout } from '../profile/index.js';
import type { ModelSettings, SegmentSettings } from './model-settings.js';

/** What the rows of one segment are compared with. */
export interface SegmentReference {
  readonly kind: NonNullable<SegmentVerdict['reference']>;
  /** In the order of the features; null for the one that divides. */
  readonly tables: readonly (ReferenceTable | null)[];
}

/** The parts that the rows of a model are divided into under a baseline and its settings. */
export interface ActiveSegments {
  readonly layout: SegmentLayout;
  /** The same for whoever knows features by their names. */
  readonly divides: DividedRows;
  /** As labels, the rest last. */
  readonly labels: readonly string[];
  /** In the order of the labels. */
  readonly references: readonly SegmentReference[];
  /** The part of the baseline that they are found in; null where it does not tell them apart. */
  readonly section: SegmentsSection | null;
}

/** By what rows are divided: a feature, or null for the segment of the record map; and the values that are segments. */
export interface DividedRows {
  readonly feature: string | null;
  readonly names: readonly string[];
}

/** How a baseline divides the rows: `names` are the segments, and of the section those that have a reference of their own. */
interface Division {
  readonly by: SegmentLayout['by'];
  readonly names: readonly string[];
  readonly section: SegmentsSection | null;
}

/** Null where no segments are asked for, or the baseline cannot be divided so (see segmentsGap). */
export function activeSegments(baseline: Baseline, layouts: readonly FeatureLayout[], settings: ModelSettings): ActiveSegments | null {
  if (!settings.segments || segmentsGap(baseline, settings) !== null) return null;
  const division = isByColumn(baseline, settings.segments)
    ? dividedByColumn(baseline, settings.segments)
    : dividedByFeature(baseline, layouts, settings.segments);
  if (!division) return null;
  const { by, names } = division;
  const references = [...names, null].map((name) => referenceOf(name, baseline, division, settings));
  const feature = by === 'column' ? null : (baseline.features[by]?.name ?? null);
  return { layout: { by, names }, divides: { feature, names }, labels: segmentLabels(names), references, section: division.section };
}

/** Why the segments that are asked for cannot be judged by a baseline, and what to do; null where they can, or none are. */
export function segmentsGap(baseline: Baseline, { segments: asked }: ModelSettings): string | null {
  if (!asked) return null;
  const { segments } = baseline;
  const found = segments ? `is divided by ${segments.by}` : 'is not divided';
  if (!isByColumn(baseline, asked))
    return segments?.by === asked.by ? null : `the baseline ${found}: build it with --segment-by ${asked.by}`;
  if (segments?.kind === 'column' || asked.names.length > 0) return null;
  return `the baseline ${found}: build it with --segment COLUMN, or list the segments in segments.names to compare each with all rows of the reference`;
}

/** A feature that is called like the column is meant where the baseline has one: so it was before there was the column. */
function isByColumn({ features }: Baseline, { by }: SegmentSettings): boolean {
  return by === SEGMENT_COLUMN && !features.some(({ name }) => name === by);
}

function dividedByColumn({ segments }: Baseline, { top, names }: SegmentSettings): Division {
  const section = segments?.kind === 'column' ? segments : null;
  return { by: 'column', names: names.length > 0 ? names : (section?.names.slice(0, top) ?? []), section };
}

function dividedByFeature({ segments }: Baseline, layouts: readonly FeatureLayout[], { top }: SegmentSettings): Division | null {
  const by = layouts.findIndex(({ name }) => name === segments?.by);
  const divided = layouts[by];
  if (!segments || divided?.type !== 'categorical') return null;
  return { by, names: segments.names.slice(0, Math.min(top, divided.categories.length)), section: segments };
}

/** @param name of the segment; null for the rest */
function referenceOf(
  name: string | null,
  { features }: Baseline,
  { by, names, section }: Division,
  settings: ModelSettings,
): SegmentReference {
  const topOf = (feature: string): number | null => settings.features.get(feature)?.top ?? null;
  const own = section && (name === null || section.names.includes(name)) ? section : null;
  // The rest holds every part that is no segment here, those beyond `top` included.
  const isPart = (i: number): boolean =>
    name === null ? !names.includes(own?.names[i] ?? '') || i === own?.names.length : own?.names[i] === name;
  const weights = Float64Array.from(own?.rows ?? [], (_, i) => Number(isPart(i)));
  const tables = features.map((feature, f) => {
    if (f === by) return null;
    if (!own) return referenceTable(feature, { top: topOf(feature.name) });
    const counts = own.features[f];
    return counts ? pooledTable(feature, counts, { weights }, { top: topOf(feature.name) }) : null;
  });
  return { kind: own ? 'own' : 'pooled', tables };
}
