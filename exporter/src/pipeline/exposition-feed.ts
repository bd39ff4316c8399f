import type { Notify } from '../contract/index.js';
import { fitBudget, type HotExposition, type SeriesBlock } from '../metrics/index.js';
import { fineBinCount, judgedCounts } from '../profile/index.js';
import { exportedBins } from './families/bin-labels.js';
import { FeatureFamilies, featureSeriesCost } from './families/feature-families.js';
import { SourceFamilies } from './families/source-families.js';
import { TrafficFamilies } from './families/traffic-families.js';
import { BaselineFamilies, VerdictFamilies } from './families/verdict-families.js';
import type { ModelDirectory } from './model-directory.js';
import type { ModelState } from './model-state.js';
import type { SourceCounters } from './source-counters.js';
import type { VersionState } from './version-state.js';

/** Series that every model version takes besides its features: requests, latency, tokens, verdict gauges, baseline facts. */
const FIXED_SERIES = 40;

export interface FeedSettings {
  readonly seriesBudget: number;
  readonly retireAfterMs: number;
  readonly currency: string;
}

/** Keeps the exposition in step with the committed state. `refresh` is called after a successful commit, and only then. */
export class ExpositionFeed {
  readonly #exposition: HotExposition;
  readonly #notify: Notify;
  readonly #versions = new Map<VersionState, VersionSeries>();
  readonly #sources = new Map<string, SourceFamilies>();
  #settings: FeedSettings;
  #dropped = 0;

  constructor(exposition: HotExposition, settings: FeedSettings, notify: Notify) {
    this.#exposition = exposition;
    this.#settings = settings;
    this.#notify = notify;
  }

  reconfigure(settings: FeedSettings): void {
    this.#settings = settings;
  }

  /** Series left out by the budget at the last refresh. */
  get droppedSeries(): number {
    return this.#dropped;
  }

  refresh(directory: ModelDirectory, sources: readonly { name: string; counters: SourceCounters }[], nowMs: number): void {
    for (const { name, counters } of sources) {
      let families = this.#sources.get(name);
      if (!families) this.#sources.set(name, (families = new SourceFamilies(this.#exposition, name)));
      families.refresh(counters);
    }
    const live = new Map<VersionState, ModelState>();
    for (const model of directory.models.values()) {
      for (const version of model.versions.values()) {
        if (nowMs - version.lastEventWallMs <= this.#settings.retireAfterMs) live.set(version, model);
      }
    }
    for (const [version, series] of this.#versions) {
      if (live.has(version)) continue;
      series.dispose();
      this.#versions.delete(version);
    }
    const chosen = this.#chooseFeatures(live);
    for (const [version, model] of live) {
      let series = this.#versions.get(version);
      if (!series) this.#versions.set(version, (series = new VersionSeries(this.#exposition, version, this.#settings.currency)));
      series.refresh(version, model, chosen.get(version) ?? new Set());
    }
  }

  #chooseFeatures(live: ReadonlyMap<VersionState, ModelState>): Map<VersionState, Set<string>> {
    const requests = [...live].map(([version, model]) => {
      const drifted = new Set(version.lastVerdict?.verdict.features.filter((f) => f.verdict === 'drifted').map((f) => f.feature));
      const features = version.layout.features.map((layout) => ({
        name: layout.name,
        isDrifted: drifted.has(layout.name),
        importance: model.settings.features.get(layout.name)?.importance ?? 0,
        series: featureSeriesCost(layout),
      }));
      return {
        model: version.model,
        version: version.version,
        fixedSeries: FIXED_SERIES,
        features,
        exported: this.#versions.get(version)?.exported ?? [],
      };
    });
    const fit = fitBudget(this.#settings.seriesBudget, requests);
    if (fit.droppedSeries !== this.#dropped) {
      this.#dropped = fit.droppedSeries;
      if (fit.droppedSeries > 0) {
        this.#notify({ kind: 'series_dropped', family: 'aiops_feature_values_total', reason: 'budget', count: fit.droppedSeries });
      }
    }
    return new Map([...live.keys()].map((version, i) => [version, new Set(fit.features[i])]));
  }
}

/** The series of one model version. */
class VersionSeries {
  readonly #exposition: HotExposition;
  readonly #currency: string;
  readonly #verdict: VerdictFamilies;
  readonly #features = new Map<string, FeatureFamilies>();
  #traffic: TrafficFamilies;
  #baseline: BaselineFamilies | null = null;
  #predictions: SeriesBlock | null = null;
  #layoutId = '';

  constructor(exposition: HotExposition, state: VersionState, currency: string) {
    this.#exposition = exposition;
    this.#currency = currency;
    this.#traffic = new TrafficFamilies(exposition, state, currency);
    this.#verdict = new VerdictFamilies(exposition, state);
  }

  get exported(): string[] {
    return [...this.#features.keys()];
  }

  refresh(state: VersionState, model: ModelState, wanted: ReadonlySet<string>): void {
    if (this.#traffic.bounds !== state.traffic.bounds) {
      this.#traffic.dispose();
      this.#traffic = new TrafficFamilies(this.#exposition, state, this.#currency);
    }
    this.#traffic.refresh(state);
    const active = model.baselines.find((candidate) => candidate.layout.id === state.layout.id) ?? null;
    if (this.#layoutId !== state.layout.id || (active === null) !== (this.#baseline === null)) {
      this.#disposeFeatures();
      this.#layoutId = state.layout.id;
      this.#baseline = active ? new BaselineFamilies(this.#exposition, state, active) : null;
      const { prediction } = state.layout;
      const labels = { model: state.model, version: state.version };
      this.#predictions =
        prediction && !prediction.isPrivate
          ? this.#exposition.series(
              'aiops_predictions_total',
              exportedBins(prediction).map((bin) => ({ ...labels, class: bin })),
            )
          : null;
    }
    const counts = state.featuresNow();
    let typeChanged = 0;
    const { layout } = state;
    layout.features.forEach((feature, i) => {
      typeChanged += counts[(layout.offsets[i] as number) + fineBinCount(feature) + 1] ?? 0;
    });
    this.#verdict.refresh(state, typeChanged);
    if (this.#predictions && layout.prediction) {
      const offset = layout.offsets[layout.features.length] as number;
      const bins = fineBinCount(layout.prediction);
      this.#predictions.values.set([
        ...judgedCounts(layout.prediction, counts, offset),
        counts[offset + bins] ?? 0,
        counts[offset + bins + 1] ?? 0,
      ]);
    }
    if (!active) return;
    for (const [name, families] of this.#features) {
      if (wanted.has(name)) continue;
      families.dispose();
      this.#features.delete(name);
    }
    const verdicts = new Map(state.lastVerdict?.verdict.features.map((verdict) => [verdict.feature, verdict]));
    layout.features.forEach(({ name }, i) => {
      if (!wanted.has(name)) return;
      let families = this.#features.get(name);
      if (!families) this.#features.set(name, (families = new FeatureFamilies(this.#exposition, state, active, i)));
      families.refresh(state, counts, verdicts.get(name), active, model.settings.drift.missing_threshold);
    });
  }

  dispose(): void {
    this.#disposeFeatures();
    this.#traffic.dispose();
    this.#verdict.dispose();
  }

  #disposeFeatures(): void {
    for (const families of this.#features.values()) families.dispose();
    this.#features.clear();
    this.#baseline?.dispose();
    this.#predictions?.dispose();
    this.#baseline = null;
    this.#predictions = null;
  }
}
