import type { MetricName } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { VersionState } from '../version-state.js';

const GAUGES = [
  'aiops_segment_drift_rate',
  'aiops_segment_drifted_features',
  'aiops_segment_judged_features',
  'aiops_segment_samples',
] as const satisfies readonly MetricName[];

/** The segments of one model version in its last closed window. */
export class SegmentFamilies {
  readonly #blocks: readonly SeriesBlock[];
  readonly #labels: readonly string[];

  constructor(exposition: HotExposition, { model, version }: VersionState, labels: readonly string[]) {
    this.#labels = labels;
    this.#blocks = GAUGES.map((name) =>
      exposition.series(
        name,
        labels.map((segment) => ({ model, version, segment })),
      ),
    );
  }

  static seriesCost(segments: number): number {
    return GAUGES.length * segments;
  }

  refresh({ lastVerdict }: VersionState): void {
    const bySegment = new Map(lastVerdict?.verdict.segments?.map((segment) => [segment.segment, segment]));
    this.#labels.forEach((label, i) => {
      const found = bySegment.get(label);
      const values = [found?.drift_rate, found?.drifted, found?.judged, found?.rows];
      this.#blocks.forEach((block, gauge) => (block.values[i] = values[gauge] ?? NaN));
    });
  }

  dispose(): void {
    for (const block of this.#blocks) block.dispose();
  }
}
