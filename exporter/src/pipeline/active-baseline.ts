import { createHash } from 'node:crypto';
import {
  canonicalJson,
  fineReference,
  layoutOf,
  referenceTable,
  type Baseline,
  type FineReference,
  type ReferenceTable,
} from '../baseline/index.js';
import type { PolicyEvidence } from '../contract/index.js';
import { chunkDistances } from '../drift/index.js';
import { ModelLayout, type FeatureLayout } from '../profile/index.js';
import type { RangeBins } from '../quality/index.js';
import { activeSegments, type ActiveSegments } from './active-segments.js';
import type { ModelSettings } from './model-settings.js';

/** The reference side of the 2 x K table of one counted feature. */
export interface CountedReference {
  readonly layout: FeatureLayout;
  readonly reference: ReferenceTable;
  /** What the policies of other tools judge by. */
  readonly fine: FineReference;
  readonly evidence: PolicyEvidence;
}

/** A baseline in use: the artefact, how windows are counted under it, and what they are compared with. */
export interface ActiveBaseline {
  readonly baseline: Baseline;
  /** Windows that start at or after this are judged by it. */
  readonly fromMs: number;
  readonly builtMs: number;
  readonly layout: ModelLayout;
  /** In the order of `layout.counted`. */
  readonly counted: readonly CountedReference[];
  readonly ranges: readonly (RangeBins | null)[];
  readonly schemaSha256: string;
  /** Null where windows are not divided. */
  readonly segments: ActiveSegments | null;
}

/** Makes a baseline ready for counting under the settings of a model (private features, ranges, latency buckets). */
export function activateBaseline(baseline: Baseline, settings: ModelSettings, fromMs: number, activatedMs: number): ActiveBaseline {
  const features = baseline.prediction ? [...baseline.features, baseline.prediction] : baseline.features;
  const laidOut = features.map((feature) => {
    const own = settings.features.get(feature.name);
    return layoutOf(feature, { isPrivate: own?.isPrivate ?? false, range: own?.range ?? null, top: own?.top ?? null });
  });
  const layouts = laidOut.map(({ layout }) => layout);
  const prediction = baseline.prediction ? (layouts.pop() ?? null) : null;
  const segments = activeSegments(baseline, layouts, settings);
  const layout = new ModelLayout(baseline.sha256, layouts, prediction, settings.latencyBounds, segments?.layout ?? null);
  const schema = baseline.features.map(({ name, type }) => ({ name, type }));
  return {
    baseline,
    fromMs,
    builtMs: baseline.period ? Date.parse(baseline.period.end) : activatedMs,
    layout,
    counted: features.map((feature, i) => {
      const top = settings.features.get(feature.name)?.top ?? null;
      const chunks = i < baseline.features.length ? baseline.chunks?.features[i] : baseline.chunks?.prediction;
      const fine = fineReference(feature, chunks ?? null, top);
      return {
        layout: layout.counted[i] as FeatureLayout,
        reference: referenceTable(feature, { top }),
        fine,
        evidence: { scale: fine.scale, chunk_distances: fine.chunks && chunkDistances(fine.reference, fine.chunks) },
      };
    }),
    segments,
    ranges: laidOut.map(({ range }) => range),
    schemaSha256: createHash('sha256').update(canonicalJson(schema)).digest('hex'),
  };
}
