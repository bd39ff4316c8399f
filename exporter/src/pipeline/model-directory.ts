import type { RejectReason } from '../contract/index.js';
import { kindConflict, type WantedFeature } from '../events/index.js';
import type { FeatureLayout } from '../profile/index.js';
import { ModelState, type OpenWindow } from './model-state.js';
import type { ModelSettings } from './model-settings.js';

/** Bounds on what input can create. */
export interface DirectoryLimits {
  readonly models: number;
  readonly versionsPerModel: number;
  readonly featuresPerSource: number;
}

/** All models the exporter knows, and the rules by which new ones come to be. */
export class ModelDirectory {
  readonly models = new Map<string, ModelState>();
  /** Changes when sources must read other columns. */
  columnsEpoch = 0;
  /** Changes when routes to windows are no longer valid. */
  routesEpoch = 0;
  #settingsOf: (model: string) => ModelSettings | null;
  readonly #onNewModel: (model: ModelState) => void;
  readonly #wallClock: () => number;
  #limits: DirectoryLimits;

  /**
   * @param settingsOf settings of a model; null when the configuration does not know it
   * @param onNewModel called once for each model, before its first event (loads its baseline)
   */
  constructor(
    settingsOf: (model: string) => ModelSettings | null,
    onNewModel: (model: ModelState) => void,
    limits: DirectoryLimits,
    wallClock: () => number,
  ) {
    this.#settingsOf = settingsOf;
    this.#onNewModel = onNewModel;
    this.#limits = limits;
    this.#wallClock = wallClock;
  }

  get maxFeatures(): number {
    return this.#limits.featuresPerSource;
  }

  /** Takes over new settings; models that the configuration no longer knows keep what they had until a restart. */
  reconfigure(settingsOf: (model: string) => ModelSettings | null, limits: DirectoryLimits): void {
    this.#settingsOf = settingsOf;
    this.#limits = limits;
    for (const model of this.models.values()) {
      const settings = settingsOf(model.name);
      if (settings) model.settings = settings;
    }
    this.columnsEpoch++;
    this.routesEpoch++;
  }

  /** The model of a name, made on first sight if the configuration allows it. */
  model(name: string): ModelState | RejectReason {
    const known = this.models.get(name);
    if (known) return known;
    const settings = this.#settingsOf(name);
    if (!settings) return 'unknown_model';
    if (this.models.size >= this.#limits.models) return 'cardinality';
    const model = new ModelState(name, settings, this.#wallClock);
    this.models.set(name, model);
    this.#onNewModel(model);
    return model;
  }

  windowOf(name: string, version: string, timeMs: number): OpenWindow | RejectReason {
    const model = this.model(name);
    return typeof model === 'string' ? model : model.windowOf(version, timeMs, this.#limits.versionsPerModel);
  }

  /** Whether a model that a source may carry is still learning its baseline. */
  isBootstrapping(only: string | null): boolean {
    for (const model of this.models.values()) if (model.bootstrap && (only === null || only === model.name)) return true;
    return false;
  }

  /** The columns that the models of a source need. */
  wantedColumns(
    only: string | null,
    discovered: ReadonlyMap<string, 'numeric' | 'categorical'>,
  ): { features: WantedFeature[]; prediction: Omit<WantedFeature, 'name'> | null } {
    const features = new Map<string, WantedFeature>();
    let prediction: WantedFeature | null = null;
    const isLearning = this.isBootstrapping(only);
    const growth = isLearning ? 'open' : 'closed';
    for (const model of this.models.values()) {
      if (only !== null && only !== model.name) continue;
      const layouts = [...model.baselines.map((active) => active.layout), ...model.openLayouts()];
      for (const layout of layouts) {
        for (const feature of layout.features) features.set(feature.name, joined(features.get(feature.name), feature, growth));
        if (layout.prediction) prediction = joined(prediction ?? undefined, layout.prediction, growth);
      }
    }
    if (isLearning) {
      for (const [name, type] of discovered) if (!features.has(name)) features.set(name, { name, type, known: [], growth: 'open' });
      prediction ??= { name: 'prediction', type: 'categorical', known: [], growth: 'open' };
    }
    return { features: [...features.values()], prediction };
  }
}

/** Where two models count the same field, its column must tell the categories of both. */
function joined(known: WantedFeature | undefined, layout: FeatureLayout, growth: 'open' | 'closed'): WantedFeature {
  const own = layout.type === 'categorical' ? [...layout.categories, ...layout.tail] : [];
  if (known && known.type !== layout.type) throw kindConflict(layout.name, known.type, layout.type);
  return { name: layout.name, type: layout.type, known: [...new Set([...(known?.known ?? []), ...own])], growth };
}
