import type { RejectReason } from '../contract/index.js';
import { kindConflict, type KnownNames, type WantedFeature } from '../events/index.js';
import type { FeatureLayout } from '../profile/index.js';
import type { Discovered } from './column-discovery.js';
import { labelKindsOf, type LabelKinds } from './label-kinds.js';
import { ModelState, type ModelSurroundings } from './model-state.js';
import type { ModelSettings } from './model-settings.js';
import type { OpenWindow } from './open-window.js';
import type { VersionState } from './version-state.js';

/** Bounds on what input can create. */
export interface DirectoryLimits {
  readonly models: number;
  readonly versionsPerModel: number;
  readonly featuresPerSource: number;
}

export interface DirectoryOptions extends ModelSurroundings {
  /** Settings of a model; null when the configuration does not know it. */
  readonly settingsOf: (model: string) => ModelSettings | null;
  /** Called once for each model, before its first event (loads its baselines and its state). */
  readonly introduce: (model: ModelState) => void;
  readonly limits: DirectoryLimits;
}

/** What the models of a source want to read. */
export interface WantedColumns {
  /** The models among those asked for that are known. */
  readonly models: readonly string[];
  readonly features: readonly WantedFeature[];
  readonly prediction: Omit<WantedFeature, 'name'> | null;
  readonly names: KnownNames;
  /** For models whose quality is judged. */
  readonly labels: LabelKinds;
}

/** All models the exporter knows, and the rules by which new ones come to be. */
export class ModelDirectory {
  readonly models = new Map<string, ModelState>();
  /** Changes when sources must read other columns. */
  columnsEpoch = 0;
  /** Changes when routes to windows are no longer valid. */
  routesEpoch = 0;
  readonly #options: DirectoryOptions;
  #settingsOf: DirectoryOptions['settingsOf'];
  #limits: DirectoryLimits;

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#settingsOf = options.settingsOf;
    this.#limits = options.limits;
  }

  get maxFeatures(): number {
    return this.#limits.featuresPerSource;
  }

  /** Takes over new settings; models that the configuration no longer knows keep what they had until a restart. */
  reconfigure(settingsOf: (model: string) => ModelSettings | null, limits: DirectoryLimits): void {
    this.#settingsOf = settingsOf;
    this.#limits = limits;
    for (const model of this.models.values()) model.settings = settingsOf(model.name) ?? model.settings;
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
    const model = new ModelState(name, settings, this.#options);
    this.#options.introduce(model);
    this.models.set(name, model);
    return model;
  }

  windowOf(name: string, version: string, timeMs: number): OpenWindow | RejectReason {
    const model = this.model(name);
    return typeof model === 'string' ? model : model.windowOf(version, timeMs, this.#limits.versionsPerModel);
  }

  /** A model and its version for a snapshot, or why there is none. */
  versionForSnapshot(name: string, version: string): { model: ModelState; version: VersionState } | RejectReason {
    const model = this.model(name);
    if (typeof model === 'string') return model;
    const state = model.versionForSnapshot(version, this.#limits.versionsPerModel);
    return state ? { model, version: state } : 'cardinality';
  }

  /** Whether one of these models is still learning its baseline. */
  isBootstrapping(models: Iterable<string>): boolean {
    return this.#known(models).some((model) => model.bootstrap !== null);
  }

  /**
   * The columns that the models of a source need.
   *
   * @param carried names of the models whose events the source holds
   * @throws CodedError EVENTS_KIND_CONFLICT when two models read one feature as a number and as a category
   */
  wantedColumns(carried: Iterable<string>, discovered: Discovered): WantedColumns {
    const features = new Map<string, WantedFeature>();
    let prediction: WantedFeature | undefined;
    const models = this.#known(carried);
    const isLearning = models.some((model) => model.bootstrap !== null);
    const growth = isLearning ? 'open' : 'closed';
    for (const model of models) {
      for (const layout of [...model.baselines.map((active) => active.layout), ...model.openLayouts()]) {
        for (const feature of layout.features) features.set(feature.name, joined(features.get(feature.name), feature, growth));
        if (layout.prediction) prediction = joined(prediction, layout.prediction, growth);
      }
    }
    const learn = (name: string, type: WantedFeature['type']): void => {
      if (!features.has(name)) features.set(name, { name, type, known: [], growth: 'open' });
    };
    for (const { bootstrap } of models) {
      for (const [name, field] of bootstrap?.fields ?? []) learn(name, field.type);
      // An amount stays one; classes may still turn out to be amounts.
      if (bootstrap?.prediction?.type === 'numeric') prediction ??= { name: 'prediction', type: 'numeric', known: [], growth: 'open' };
    }
    if (isLearning) {
      for (const [name, type] of discovered.features) learn(name, type);
      prediction ??= { name: 'prediction', type: discovered.prediction ?? 'categorical', known: [], growth: 'open' };
    }
    const tasks = models.flatMap(({ settings }) => (settings.quality ? [settings.quality.task] : []));
    // A class that the baseline does not know is an answer all the same: the join compares it with the label.
    if (tasks.length > 0 && prediction?.type === 'categorical') prediction = { ...prediction, growth: 'open' };
    const versions = new Set(models.flatMap((model) => [...model.versions.keys()]));
    const names = { models: [...this.models.keys()], versions: [...versions], segments: segmentNames(models) };
    return {
      models: models.map(({ name }) => name),
      features: [...features.values()],
      prediction: prediction ?? null,
      names,
      labels: labelKindsOf(tasks),
    };
  }

  #known(names: Iterable<string>): ModelState[] {
    return [...names].flatMap((name) => this.models.get(name) ?? []);
  }
}

/** Values of `map.segment` that baselines of these models, or windows that are open, divide by. */
function segmentNames(models: readonly ModelState[]): string[] {
  const layouts = models.flatMap((model) => [...model.baselines.map(({ layout }) => layout), ...model.openLayouts()]);
  return [...new Set(layouts.flatMap(({ segments }) => (segments?.by === 'column' ? segments.names : [])))];
}

/** Where two models count the same field, its column must tell the categories of both. */
function joined(known: WantedFeature | undefined, layout: FeatureLayout, growth: 'open' | 'closed'): WantedFeature {
  const own = layout.type === 'categorical' ? [...layout.categories, ...layout.tail] : [];
  if (known && known.type !== layout.type) throw kindConflict(layout.name, known.type, layout.type);
  return { name: layout.name, type: layout.type, known: [...new Set([...(known?.known ?? []), ...own])], growth };
}
