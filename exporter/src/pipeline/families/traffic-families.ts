import { OUTCOMES } from '../../contract/index.js';
import type { HistogramBlock, HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { VersionState } from '../version-state.js';

const QUANTILES = ['0.5', '0.95', '0.99'] as const;

/** Requests, latency, tokens and cost of one model version in the exposition. */
export class TrafficFamilies {
  readonly #requests: SeriesBlock;
  readonly #window: SeriesBlock;
  readonly #tokens: SeriesBlock;
  readonly #cost: SeriesBlock;
  readonly #latency: HistogramBlock;
  #firstToken: HistogramBlock | null = null;
  readonly #exposition: HotExposition;
  readonly #labels: { model: string; version: string };
  readonly bounds: Float64Array;

  constructor(exposition: HotExposition, state: VersionState, currency: string) {
    const labels = { model: state.model, version: state.version };
    this.#exposition = exposition;
    this.#labels = labels;
    this.bounds = state.traffic.bounds;
    this.#requests = exposition.series(
      'aiops_inference_requests_total',
      OUTCOMES.map((outcome) => ({ ...labels, outcome })),
    );
    this.#latency = exposition.histogram('aiops_inference_latency_seconds', labels, [...this.bounds]);
    this.#window = exposition.series(
      'aiops_window_latency_seconds',
      QUANTILES.map((quantile) => ({ ...labels, quantile })),
    );
    this.#tokens = exposition.series('aiops_inference_tokens_total', [
      { ...labels, direction: 'input' },
      { ...labels, direction: 'output' },
    ]);
    this.#cost = exposition.series('aiops_inference_cost_total', [{ ...labels, currency }]);
  }

  refresh(state: VersionState): void {
    const totals = state.trafficNow();
    this.#requests.values.set(totals.outcomes);
    this.#latency.counts.set(totals.latency);
    this.#latency.sum = totals.sums[0] ?? 0;
    if (totals.firstToken.some((count) => count > 0)) {
      this.#firstToken ??= this.#exposition.histogram('aiops_inference_time_to_first_token_seconds', this.#labels, [...this.bounds]);
      this.#firstToken.counts.set(totals.firstToken);
      this.#firstToken.sum = totals.sums[1] ?? 0;
    }
    // A log without tokens or costs has no such series: 0 would claim that nothing was spent.
    const input = totals.sums[2] ?? 0;
    const output = totals.sums[3] ?? 0;
    this.#tokens.values.set(input + output > 0 ? [input, output] : [NaN, NaN]);
    const cost = totals.sums[4] ?? 0;
    this.#cost.values[0] = cost > 0 ? cost : NaN;
    const latency = state.lastWindow?.latency;
    this.#window.values.set(latency ? [latency.p50, latency.p95, latency.p99] : [NaN, NaN, NaN]);
  }

  dispose(): void {
    for (const block of [this.#requests, this.#latency, this.#window, this.#tokens, this.#cost]) block.dispose();
    this.#firstToken?.dispose();
  }
}
