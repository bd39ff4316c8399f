import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { ModelState } from '../model-state.js';
import { OBJECTIVES } from './objective-families.js';

/** What the configuration says of one model and rules must know, so that no rule file is edited per model. */
export class ModelFamilies {
  readonly #model: ModelState;
  readonly #objectives: SeriesBlock;
  readonly #window: SeriesBlock;

  constructor(exposition: HotExposition, model: ModelState) {
    this.#model = model;
    this.#objectives = exposition.series(
      'aiops_slo_objective_ratio',
      OBJECTIVES.map((slo) => ({ model: model.name, slo })),
    );
    this.#window = exposition.series('aiops_drift_window_seconds', [{ model: model.name }]);
  }

  refresh(): void {
    const { latencyObjective, errorObjective, windowMs } = this.#model.settings;
    this.#objectives.values.set([latencyObjective ?? NaN, errorObjective ?? NaN]);
    this.#window.values[0] = windowMs / 1000;
  }

  dispose(): void {
    this.#objectives.dispose();
    this.#window.dispose();
  }
}
