import type { Notify } from '../contract/index.js';
import { fitBudget, type HotExposition } from '../metrics/index.js';
import { ModelFamilies } from './families/model-families.js';
import { QualityFamilies } from './families/quality-families.js';
import { SourceFamilies } from './families/source-families.js';
import { VersionSeries } from './families/version-series.js';
import type { LabelJoins } from './labels/label-joins.js';
import { UNKNOWN_VERSION, type LabelJoin } from './labels/label-join.js';
import type { ModelDirectory } from './model-directory.js';
import type { ModelState } from './model-state.js';
import type { CountedSource } from './source-counters.js';
import type { VersionState } from './version-state.js';

/** Features laid out in one call of `prepare`: about 10 ms. */
const FEATURES_PER_PREPARE = 40;

export interface FeedSettings {
  readonly seriesBudget: number;
  /** How long a model version without traffic stays. */
  readonly retireAfterMs: number;
}

/** Keeps the exposition in step with the committed state. `refresh` is called after a successful commit, and only then. */
export class ExpositionFeed {
  readonly #exposition: HotExposition;
  readonly #notify: Notify;
  readonly #versions = new Map<VersionState, VersionSeries>();
  readonly #models = new Map<ModelState, ModelFamilies>();
  readonly #sources = new Map<string, SourceFamilies>();
  /** By the join, then by version. */
  readonly #quality = new Map<LabelJoin, Map<string, QualityFamilies>>();
  #settings: FeedSettings;
  #isChoiceStale = true;
  #dropped = 0;
  /** Series of labels and quality: they come out of the budget first. */
  #qualitySeries = 0;

  constructor(exposition: HotExposition, settings: FeedSettings, notify: Notify) {
    this.#exposition = exposition;
    this.#settings = settings;
    this.#notify = notify;
  }

  reconfigure(settings: FeedSettings): void {
    this.#settings = settings;
    this.#isChoiceStale = true;
  }

  /** Series left out by the budget at the last refresh. */
  get droppedSeries(): number {
    return this.#dropped;
  }

  /**
   * Lays out series of features that will be shown, without values, so that the first scrape after a start does not have to:
   * a hundred thousand lines take half a second.
   */
  prepare(directory: ModelDirectory): void {
    this.#follow(directory);
    this.#share();
    let left = FEATURES_PER_PREPARE;
    for (const series of this.#versions.values()) if (left > 0) left -= series.prepare(left);
  }

  /** Costs what changed since the last time, and next to nothing where nothing did. */
  refresh(directory: Pick<ModelDirectory, 'models'>, sources: readonly CountedSource[], labels: Pick<LabelJoins, 'models'>): void {
    for (const { name, kind, counters } of sources) {
      let families = this.#sources.get(name);
      if (!families) this.#sources.set(name, (families = new SourceFamilies(this.#exposition, name, kind)));
      families.refresh(counters);
    }
    this.#follow(directory);
    this.#share();
    for (const series of this.#versions.values()) series.refresh();
    for (const families of this.#models.values()) families.refresh();
    this.#refreshQuality(directory, labels);
  }

  /** Versions that retired take their quality along; labels without a version stay with their model. */
  #refreshQuality(directory: Pick<ModelDirectory, 'models'>, labels: Pick<LabelJoins, 'models'>): void {
    const live = new Set<QualityFamilies>();
    for (const [model, { join }] of labels.models) {
      const own = this.#quality.get(join) ?? new Map<string, QualityFamilies>();
      this.#quality.set(join, own);
      for (const version of join.counts.keys()) {
        if (version !== UNKNOWN_VERSION && !directory.models.get(model)?.versions.has(version)) continue;
        let families = own.get(version);
        if (!families) own.set(version, (families = new QualityFamilies(this.#exposition, model, version, join)));
        families.refresh();
        live.add(families);
      }
    }
    for (const [join, own] of this.#quality) {
      for (const [version, families] of own) {
        if (live.has(families)) continue;
        families.dispose();
        own.delete(version);
      }
      if (own.size === 0) this.#quality.delete(join);
    }
    this.#qualitySeries = [...live].reduce((sum, families) => sum + families.seriesCost(), 0);
  }

  /** Takes in versions that came, and drops those that retired. */
  #follow(directory: Pick<ModelDirectory, 'models'>): void {
    const live = new Set<VersionState>();
    for (const model of directory.models.values()) {
      if (model.versions.size > 0 && !this.#models.has(model)) this.#models.set(model, new ModelFamilies(this.#exposition, model));
      for (const version of model.versions.values()) {
        live.add(version);
        if (this.#versions.has(version)) continue;
        this.#versions.set(version, new VersionSeries(this.#exposition, model, version));
        this.#isChoiceStale = true;
      }
    }
    for (const [model, families] of this.#models) {
      if (model.versions.size > 0) continue;
      families.dispose();
      this.#models.delete(model);
    }
    for (const [version, series] of this.#versions) {
      if (live.has(version)) continue;
      series.dispose();
      this.#versions.delete(version);
      this.#isChoiceStale = true;
    }
  }

  /** Shares the budget anew where a version asks for other series than before. */
  #share(): void {
    const isStale = this.#isChoiceStale || [...this.#versions.values()].some((series) => series.hasNewClaim());
    this.#isChoiceStale = false;
    if (isStale) this.#chooseFeatures();
  }

  #chooseFeatures(): void {
    const all = [...this.#versions.values()];
    const fit = fitBudget(
      Math.max(0, this.#settings.seriesBudget - this.#qualitySeries),
      all.map((series) => series.claim()),
    );
    all.forEach((series, i) => (series.wanted = new Set(fit.features[i])));
    if (fit.droppedSeries === this.#dropped) return;
    this.#dropped = fit.droppedSeries;
    if (fit.droppedSeries > 0)
      this.#notify({ kind: 'series_dropped', family: 'aiops_feature_values_total', reason: 'budget', count: fit.droppedSeries });
  }
}
