import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import { fineBinCount, judgedBinCount, sumIntoJudged, type FeatureLayout } from '../../profile/index.js';
import type { VersionState } from '../version-state.js';
import { exportedBins } from './bin-labels.js';

/** The predictions of one model version by class (or bin) in the exposition. */
export class PredictionFamilies {
  readonly #layout: FeatureLayout;
  readonly #classes: SeriesBlock;

  constructor(exposition: HotExposition, { model, version }: VersionState, layout: FeatureLayout) {
    this.#layout = layout;
    this.#classes = exposition.series(
      'aiops_predictions_total',
      exportedBins(layout).map((bin) => ({ model, version, class: bin })),
    );
  }

  static seriesCost(layout: FeatureLayout): number {
    return layout.isPrivate ? 0 : judgedBinCount(layout) + 2;
  }

  refresh(counts: Float64Array, offset: number): void {
    const { values } = this.#classes;
    const absent = offset + fineBinCount(this.#layout);
    sumIntoJudged(this.#layout, counts, offset, values);
    values[values.length - 2] = counts[absent] ?? 0;
    values[values.length - 1] = counts[absent + 1] ?? 0;
  }

  dispose(): void {
    this.#classes.dispose();
  }
}
