import type { DriftPolicy, FeatureVerdict, StoredVerdict } from '../../contract/index.js';
import type { BudgetRequest, HotExposition } from '../../metrics/index.js';
import { fineBinCount, type ModelLayout } from '../../profile/index.js';
import type { ActiveBaseline } from '../active-baseline.js';
import type { ModelSettings } from '../model-settings.js';
import type { ModelState } from '../model-state.js';
import type { VersionState } from '../version-state.js';
import { BaselineFamilies } from './baseline-families.js';
import { FeatureFamilies, featureSeriesCost } from './feature-families.js';
import { PredictionFamilies } from './prediction-families.js';
import { ObjectiveFamilies } from './objective-families.js';
import { SegmentFamilies } from './segment-families.js';
import { TrafficFamilies } from './traffic-families.js';
import { VerdictFamilies } from './verdict-families.js';

/** What the choice of features depends on; compared by identity. */
interface ClaimBasis {
  readonly layout: ModelLayout;
  readonly verdict: StoredVerdict | null;
  readonly settings: ModelSettings;
  readonly fixedSeries: number;
}

/** The series of one model version. */
export class VersionSeries {
  /** Features that the series budget has room for; set by the feed before `refresh`. */
  wanted: ReadonlySet<string> = new Set();
  readonly #exposition: HotExposition;
  readonly #model: ModelState;
  readonly #version: VersionState;
  readonly #verdict: VerdictFamilies;
  readonly #objectives: ObjectiveFamilies;
  readonly #features = new Map<string, FeatureFamilies>();
  /** The baseline whose bins `#features` show. */
  #featuresOf: ActiveBaseline | null = null;
  /** The policy whose measures `#features` show. */
  #policy: DriftPolicy = 'default';
  #traffic: TrafficFamilies;
  #baseline: BaselineFamilies | null = null;
  #predictions: PredictionFamilies | null = null;
  #segments: SegmentFamilies | null = null;
  #basis: ClaimBasis | null = null;
  /** What the series show now. */
  #shown: {
    readonly revision: number;
    readonly active: ActiveBaseline | null;
    readonly layoutId: string;
    readonly settings: ModelSettings;
    readonly wanted: ReadonlySet<string>;
  } | null = null;

  constructor(exposition: HotExposition, model: ModelState, version: VersionState) {
    this.#exposition = exposition;
    this.#model = model;
    this.#version = version;
    this.#traffic = new TrafficFamilies(exposition, version);
    this.#verdict = new VerdictFamilies(exposition, version);
    this.#objectives = new ObjectiveFamilies(exposition, version);
  }

  /** Whether the budget must be shared anew because of this version. */
  hasNewClaim(): boolean {
    const { layout, lastVerdict } = this.#version;
    const before = this.#basis;
    return (
      before?.layout !== layout ||
      before.verdict !== lastVerdict ||
      before.settings !== this.#model.settings ||
      before.fixedSeries !== this.#fixedSeries()
    );
  }

  /** What this version asks of the series budget. */
  claim(): BudgetRequest {
    const { layout, lastVerdict, model, version } = this.#version;
    const { settings } = this.#model;
    this.#basis = { layout, verdict: lastVerdict, settings, fixedSeries: this.#fixedSeries() };
    const drifted = new Set(lastVerdict?.verdict.features.filter((f) => f.verdict === 'drifted').map((f) => f.feature));
    return {
      model,
      version,
      fixedSeries: this.#basis.fixedSeries,
      features: layout.features.map((feature) => ({
        name: feature.name,
        isDrifted: drifted.has(feature.name),
        importance: settings.features.get(feature.name)?.importance ?? 0,
        series: featureSeriesCost(feature, settings.policy),
      })),
      exported: [...this.#features.keys()],
    };
  }

  /**
   * Lays out at most `limit` features that are wanted and not there yet. Takes nothing away: what is shown stays as it is.
   *
   * @returns how many it laid out
   */
  prepare(limit: number): number {
    const active = this.#active();
    const { policy } = this.#model.settings;
    const isOther = this.#features.size > 0 && (this.#featuresOf !== active || this.#policy !== policy);
    if (!active || isOther) return 0;
    this.#featuresOf = active;
    this.#policy = policy;
    let made = 0;
    for (const [i, { name }] of active.layout.features.entries()) {
      if (made === limit) break;
      if (!this.wanted.has(name) || this.#features.has(name)) continue;
      this.#features.set(name, new FeatureFamilies(this.#exposition, this.#version, active, i, this.#policy));
      made++;
    }
    return made;
  }

  /** Brings the series up to the state of the version. */
  refresh(): void {
    const { revision, layout } = this.#version;
    const { settings } = this.#model;
    const { wanted } = this;
    const active = this.#active();
    const before = this.#shown;
    if (before?.revision === revision && before.active === active && before.settings === settings && before.wanted === wanted) return;
    const isOther = !before || before.layoutId !== layout.id || before.active !== active || before.settings.policy !== settings.policy;
    if (isOther) this.#rebuild(active);
    this.#shown = { revision, active, layoutId: layout.id, settings, wanted };
    if (this.#traffic.bounds !== this.#version.traffic.bounds) {
      this.#traffic.dispose();
      this.#traffic = new TrafficFamilies(this.#exposition, this.#version);
    }
    const traffic = this.#version.trafficNow();
    const counts = this.#version.featuresNow();
    this.#traffic.refresh(traffic, this.#version.lastWindow);
    this.#objectives.refresh(this.#version, traffic, settings);
    this.#verdict.refresh(this.#version, traffic, invalidValues(layout, counts));
    this.#predictions?.refresh(counts, layout.offsets[layout.features.length] ?? 0);
    this.#segments?.refresh(this.#version);
    if (active) {
      this.#baseline?.refresh(settings, active);
      this.#refreshFeatures(active, counts);
    }
  }

  dispose(): void {
    this.#disposeFeatures();
    const blocks = [this.#traffic, this.#verdict, this.#objectives, this.#baseline, this.#predictions, this.#segments];
    for (const block of blocks) block?.dispose();
  }

  #refreshFeatures(active: ActiveBaseline, counts: Float64Array): void {
    const { wanted } = this;
    for (const [name, families] of this.#features) {
      if (wanted.has(name)) continue;
      families.dispose();
      this.#features.delete(name);
    }
    const verdicts = verdictsByFeature(this.#version.lastVerdict);
    active.layout.features.forEach(({ name }, i) => {
      if (!wanted.has(name)) return;
      let families = this.#features.get(name);
      if (!families) this.#features.set(name, (families = new FeatureFamilies(this.#exposition, this.#version, active, i, this.#policy)));
      families.refreshCounts(this.#version, counts);
      families.refreshVerdict(verdicts.get(name), this.#model.settings.drift.missing_threshold);
    });
  }

  #active(): ActiveBaseline | null {
    return this.#model.baselines.findLast((candidate) => candidate.layout.id === this.#version.layout.id) ?? null;
  }

  #rebuild(active: ActiveBaseline | null): void {
    const { policy } = this.#model.settings;
    if (this.#featuresOf !== active || this.#policy !== policy) this.#disposeFeatures();
    this.#featuresOf = active;
    this.#policy = policy;
    this.#baseline?.dispose();
    this.#predictions?.dispose();
    this.#segments?.dispose();
    this.#segments = active?.segments ? new SegmentFamilies(this.#exposition, this.#version, active.segments.labels) : null;
    const { prediction } = this.#version.layout;
    this.#baseline = active && new BaselineFamilies(this.#exposition, this.#version, active, policy);
    this.#predictions = prediction && !prediction.isPrivate ? new PredictionFamilies(this.#exposition, this.#version, prediction) : null;
  }

  /** Series besides those of the features. */
  #fixedSeries(): number {
    const { prediction } = this.#version.layout;
    const predictions = prediction ? PredictionFamilies.seriesCost(prediction) : 0;
    const { segments } = this.#version.layout;
    const divided = segments ? SegmentFamilies.seriesCost(segments.names.length + 1) : 0;
    const baseline = this.#model.baselines.length > 0 ? BaselineFamilies.SERIES : 0;
    const objectives = ObjectiveFamilies.seriesCost(this.#model.settings);
    return this.#traffic.seriesCost() + VerdictFamilies.SERIES + objectives + baseline + predictions + divided;
  }

  #disposeFeatures(): void {
    for (const families of this.#features.values()) families.dispose();
    this.#features.clear();
  }
}

function verdictsByFeature(verdict: StoredVerdict | null): ReadonlyMap<string, FeatureVerdict> {
  return new Map(verdict?.verdict.features.map((feature) => [feature.feature, feature]));
}

/** Values of all features that had another type than the baseline says. */
function invalidValues({ features, offsets }: ModelLayout, counts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < features.length; i++) {
    const feature = features[i];
    if (feature) sum += counts[(offsets[i] as number) + fineBinCount(feature) + 1] ?? 0;
  }
  return sum;
}
