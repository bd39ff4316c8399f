import { OUTCOMES } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { TrafficTotals } from '../../profile/index.js';
import type { ModelSettings } from '../model-settings.js';
import type { VersionState } from '../version-state.js';

/** In the order in which the series are laid out. */
export const OBJECTIVES = ['latency', 'errors'] as const;

/** Good and bad requests of one model version under the objectives of its model; absent where there is no objective. */
export class ObjectiveFamilies {
  readonly #events: SeriesBlock;
  readonly #bad: SeriesBlock;

  constructor(exposition: HotExposition, { model, version }: VersionState) {
    const labels = OBJECTIVES.map((slo) => ({ model, version, slo }));
    this.#events = exposition.series('aiops_slo_events_total', labels);
    this.#bad = exposition.series('aiops_slo_bad_events_total', labels);
  }

  /** Series it takes under settings. */
  static seriesCost({ latencyObjective, errorObjective }: ModelSettings): number {
    return 2 * [latencyObjective, errorObjective].filter((objective) => objective !== null).length;
  }

  refresh(state: VersionState, traffic: TrafficTotals, settings: ModelSettings): void {
    if (state.slow.follow(settings.latencyThresholdSeconds, traffic, traffic)) state.isDirty = true;
    const slow = settings.latencyObjective === null ? null : state.slow.shown(traffic);
    const answered = traffic.latency.buckets.reduce((sum, count) => sum + count, 0);
    const { errorObjective } = settings;
    const of = (outcome: (typeof OUTCOMES)[number]): number => traffic.outcomes[OUTCOMES.indexOf(outcome)] ?? 0;
    const failed = of('error') + of('timeout');
    this.#events.values.set([slow === null ? NaN : answered, errorObjective === null ? NaN : of('ok') + failed]);
    this.#bad.values.set([slow ?? NaN, errorObjective === null ? NaN : failed]);
  }

  dispose(): void {
    this.#events.dispose();
    this.#bad.dispose();
  }
}
