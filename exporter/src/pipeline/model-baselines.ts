import type { Baseline } from '../baseline/index.js';
import type { Notify } from '../contract/index.js';
import { BootstrapProfile } from '../profile/index.js';
import { activateBaseline } from './active-baseline.js';
import { sealBootstrap } from './bootstrap-baseline.js';
import type { ModelDirectory } from './model-directory.js';
import type { ModelState } from './model-state.js';
import { SchemaRegister } from './schema-register.js';
import { seasonGap } from './season-gap.js';
import type { EffectiveBaseline, PipelineStorage } from './storage.js';

/**
 * Baselines that a model keeps in memory at most: more than one is needed only while a window waits for late events, or a
 * version was last counted under an older one.
 */
const KEPT_BASELINES = 8;
/** How often the store is asked for baselines that somebody activated. A window boundary is never nearer than a second. */
const ACTIVATION_POLL_MS = 500;

/** Which baseline judges which windows of a model: loads, learns, switches and forgets them. */
export class ModelBaselines {
  readonly schemas: SchemaRegister;
  readonly #storage: PipelineStorage;
  readonly #directory: ModelDirectory;
  readonly #notify: Notify;
  readonly #nowMs: () => number;
  #uncommitted: EffectiveBaseline[] = [];
  #polledMs = -Infinity;

  constructor(storage: PipelineStorage, directory: ModelDirectory, notify: Notify, nowMs: () => number) {
    this.schemas = new SchemaRegister(storage);
    this.#storage = storage;
    this.#directory = directory;
    this.#notify = notify;
    this.#nowMs = nowMs;
  }

  /** Activations to be committed with the state that is counted under them. */
  get uncommitted(): readonly EffectiveBaseline[] {
    return this.#uncommitted;
  }

  committed(): void {
    this.schemas.committed();
    this.#uncommitted = [];
  }

  /** Puts the baselines of a model in place that are in effect already. */
  load(model: ModelState): void {
    for (const { baseline, fromMs, activatedMs } of this.#storage.activations(model.name))
      model.baselines.push(
        activateBaseline(baseline, model.settings, { fromMs, activatedMs, schema: this.schemas.register(model.name, baseline) }),
      );
  }

  /** A model without a baseline begins to learn one, or goes on with what it learned, where its settings say so. */
  startBootstrap(model: ModelState, learned: BootstrapProfile | null): void {
    const { bootstrapRows } = model.settings;
    const isWanted = bootstrapRows !== null && model.baselines.length === 0;
    const next = isWanted ? (learned ?? model.bootstrap ?? new BootstrapProfile()) : null;
    if (next === model.bootstrap) return;
    model.bootstrap = next;
    model.isDirty = true;
    this.#directory.columnsEpoch++;
  }

  /** Says why a model that was met now will have no drift for the time being. */
  explain(model: ModelState): void {
    const newest = model.baselines.at(-1);
    if (newest) {
      // One that was activated just now has been spoken of.
      if (!this.#uncommitted.some(({ baseline }) => baseline === newest.baseline)) this.#explainSeason(model, newest.baseline);
      return;
    }
    const { bootstrapRows } = model.settings;
    const why = model.bootstrap ? `learning a baseline from the first ${bootstrapRows ?? 0} events` : 'no baseline is active';
    this.#notify({ kind: 'no_drift', model: model.name, version: '*', why });
  }

  /** Takes what is due for all models: baselines that are learned, and those that somebody asked for. */
  update(): void {
    const now = this.#nowMs();
    const isPollDue = now < this.#polledMs || now - this.#polledMs >= ACTIVATION_POLL_MS;
    if (isPollDue) this.#polledMs = now;
    for (const model of this.#directory.models.values()) {
      this.#finishBootstrap(model);
      if (isPollDue) this.takePending(model);
    }
  }

  takePending(model: ModelState): void {
    for (const { baseline, requestId, requestedMs } of this.#storage.pendingActivations(model.name)) {
      if (this.#uncommitted.some(({ by }) => typeof by === 'object' && by.requestId === requestId)) continue;
      this.#activate(model, baseline, { by: { requestId }, atMs: requestedMs });
    }
  }

  /** Drops baselines that no window can need any more, and under which no version is counted. */
  forgetUnused(model: ModelState): void {
    while (model.baselines.length > 1 && (model.baselines[1]?.fromMs ?? Infinity) <= model.oldestOpenMs()) {
      const [oldest] = model.baselines;
      const isUsed = [...model.versions.values()].some((version) => version.layout.id === oldest?.layout.id);
      if (isUsed && model.baselines.length <= KEPT_BASELINES) return;
      model.baselines.shift();
      this.#directory.columnsEpoch++;
    }
  }

  /**
   * Takes over a baseline that was built from a reference snapshot; snapshots are judged by it at once, and the log from its next
   * window on.
   *
   * @returns whether it is another one than the newest
   */
  refresh(model: ModelState, baseline: Baseline): boolean {
    if (model.baselines.at(-1)?.baseline.sha256 === baseline.sha256) return false;
    this.#activate(model, baseline, { by: 'snapshot', atMs: this.#nowMs() });
    // Where only snapshots come no window is ever due, and none needs an older one.
    if (model.openEnds().length === 0) model.baselines.splice(0, model.baselines.length - KEPT_BASELINES);
    return true;
  }

  #finishBootstrap(model: ModelState): void {
    const { bootstrap } = model;
    const wanted = model.settings.bootstrapRows;
    if (!bootstrap || wanted === null || bootstrap.rows < wanted) return;
    const baseline = sealBootstrap(model.name, bootstrap, model.settings);
    this.#notify({ kind: 'bootstrap_finished', model: model.name, version: '*', rows: baseline.rows });
    this.#activate(model, baseline, { by: 'bootstrap', atMs: this.#nowMs() });
  }

  /** A baseline judges from the first window that has no event yet, so that no window is counted under two. */
  #activate(model: ModelState, baseline: Baseline, { by, atMs }: { by: EffectiveBaseline['by']; atMs: number }): void {
    const fromMs = Math.max(model.openEnds().pop() ?? 0, model.closedUntilMs, 0);
    model.bootstrap = null;
    model.isDirty = true;
    const schema = this.schemas.register(model.name, baseline);
    model.baselines.push(activateBaseline(baseline, model.settings, { fromMs, activatedMs: atMs, schema }));
    this.#uncommitted.push({ model: model.name, baseline, fromMs, by });
    this.#directory.columnsEpoch++;
    this.#directory.routesEpoch++;
    this.#notify({ kind: 'baseline_activated', model: model.name, version: '*', sha256: baseline.sha256, source: baseline.source });
    this.#explainSeason(model, baseline);
  }

  #explainSeason(model: ModelState, baseline: Baseline): void {
    const why = seasonGap(model.settings, baseline);
    if (why !== null) this.#notify({ kind: 'no_season', model: model.name, version: '*', why });
  }
}
