import { OUTCOMES } from '../../contract/index.js';
import type { HistogramBlock, HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { Costs, TrafficTotals } from '../../profile/index.js';
import type { LastWindow, VersionState } from '../version-state.js';

const QUANTILES = ['0.5', '0.95', '0.99'] as const;
const DIRECTIONS = ['input', 'output'] as const;

/** Requests, latency, tokens and cost of one model version in the exposition. */
export class TrafficFamilies {
  readonly bounds: Float64Array;
  readonly #exposition: HotExposition;
  readonly #labels: { readonly model: string; readonly version: string };
  readonly #requests: SeriesBlock;
  readonly #window: SeriesBlock;
  readonly #tokens: SeriesBlock;
  readonly #latency: HistogramBlock;
  /** By currency; each comes with its first cost. */
  readonly #costs = new Map<string, SeriesBlock>();
  #firstToken: HistogramBlock | null = null;

  constructor(exposition: HotExposition, { model, version, traffic }: VersionState) {
    const labels = { model, version };
    this.#exposition = exposition;
    this.#labels = labels;
    this.bounds = traffic.bounds;
    this.#requests = exposition.series(
      'aiops_inference_requests_total',
      OUTCOMES.map((outcome) => ({ ...labels, outcome })),
    );
    this.#latency = exposition.histogram('aiops_inference_latency_seconds', labels, [...this.bounds]);
    // Absent until the first refresh, like every other series.
    this.#latency.sum = NaN;
    this.#window = exposition.series(
      'aiops_window_latency_seconds',
      QUANTILES.map((quantile) => ({ ...labels, quantile })),
    );
    this.#tokens = exposition.series(
      'aiops_inference_tokens_total',
      DIRECTIONS.map((direction) => ({ ...labels, direction })),
    );
  }

  /** Series it takes at most, as far as the log has told so far. */
  seriesCost(): number {
    const histogram = this.bounds.length + 3;
    const histograms = this.#firstToken ? 2 * histogram : histogram;
    return OUTCOMES.length + QUANTILES.length + DIRECTIONS.length + histograms + this.#costs.size;
  }

  refresh(totals: TrafficTotals, lastWindow: LastWindow | null): void {
    this.#requests.values.set(totals.outcomes);
    this.#latency.counts.set(totals.latency.buckets);
    this.#latency.sum = totals.latency.sum;
    if (totals.firstToken.buckets.some((count) => count > 0)) {
      this.#firstToken ??= this.#exposition.histogram('aiops_inference_time_to_first_token_seconds', this.#labels, [...this.bounds]);
      this.#firstToken.counts.set(totals.firstToken.buckets);
      this.#firstToken.sum = totals.firstToken.sum;
    }
    // A log without tokens or costs has no such series: 0 would claim that nothing was spent.
    const { tokensInput, tokensOutput } = totals;
    this.#tokens.values.set(tokensInput + tokensOutput > 0 ? [tokensInput, tokensOutput] : [NaN, NaN]);
    this.#refreshCosts(totals.costs);
    const latency = lastWindow?.latency;
    this.#window.values.set(latency ? [latency.p50, latency.p95, latency.p99] : [NaN, NaN, NaN]);
  }

  dispose(): void {
    for (const block of [this.#requests, this.#latency, this.#window, this.#tokens, ...this.#costs.values()]) block.dispose();
    this.#firstToken?.dispose();
  }

  #refreshCosts(costs: Costs): void {
    for (const currency of costs.currencies) {
      let block = this.#costs.get(currency);
      if (!block) {
        block = this.#exposition.series('aiops_inference_cost_total', [{ ...this.#labels, currency }]);
        this.#costs.set(currency, block);
      }
      block.values[0] = costs.of(currency);
    }
  }
}
