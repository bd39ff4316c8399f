import { REJECT_REASONS } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { CountedSource, SourceCounters } from '../source-counters.js';

/** The additive numbers of one source in the exposition. */
export class SourceFamilies {
  readonly #exposition: HotExposition;
  readonly #source: string;
  readonly #models = new Map<string, SeriesBlock>();
  readonly #events: SeriesBlock;
  readonly #labels: SeriesBlock | null;
  readonly #rejected: SeriesBlock;
  readonly #bytes: SeriesBlock;
  readonly #newest: SeriesBlock;
  readonly #waiting: SeriesBlock;
  readonly #alone: SeriesBlock;
  readonly #sampling: SeriesBlock;

  constructor(exposition: HotExposition, source: string, kind: CountedSource['kind']) {
    this.#exposition = exposition;
    this.#source = source;
    this.#events = exposition.series('aiops_ingest_events_total', [{ source, kind }]);
    // A source of labels has that series already.
    this.#labels = kind === 'label' ? null : exposition.series('aiops_ingest_events_total', [{ source, kind: 'label' }]);
    this.#rejected = exposition.series(
      'aiops_ingest_rejected_total',
      REJECT_REASONS.map((reason) => ({ source, reason })),
    );
    this.#bytes = exposition.series('aiops_ingest_bytes_total', [{ source }]);
    const sides = [
      { source, side: 'request' },
      { source, side: 'response' },
    ];
    this.#waiting = exposition.series('aiops_ingest_waiting', sides);
    this.#alone = exposition.series('aiops_ingest_unmatched_total', sides);
    this.#sampling = exposition.series('aiops_ingest_sampling_ratio', [{ source }]);
    this.#newest = exposition.series('aiops_ingest_last_event_timestamp_seconds', [{ source }]);
  }

  refresh(counters: SourceCounters): void {
    this.#events.values[0] = counters.events;
    // Most logs hold no labels; a series of zeros would say that they could.
    if (this.#labels) this.#labels.values[0] = counters.labels > 0 ? counters.labels : NaN;
    this.#rejected.values.set(REJECT_REASONS.map((reason) => counters.rejected[reason]));
    this.#bytes.values[0] = counters.bytes;
    const { pairs, logged, represented } = counters;
    this.#waiting.values.set(pairs ? [pairs.waitingRequests, pairs.waitingResponses] : [NaN, NaN]);
    this.#alone.values.set(pairs ? [pairs.request, pairs.response] : [NaN, NaN]);
    this.#sampling.values[0] = logged > 0 && logged !== represented ? logged / represented : NaN;
    this.#showModels(counters.models);
    this.#newest.values[0] = Number.isFinite(counters.newestMs) ? counters.newestMs / 1000 : NaN;
  }
  /** A model that left the directory is none of the source any more. */
  #showModels(models: ReadonlySet<string>): void {
    for (const model of models) {
      if (this.#models.has(model)) continue;
      const block = this.#exposition.series('aiops_source_model_info', [{ source: this.#source, model }]);
      block.values[0] = 1;
      this.#models.set(model, block);
    }
    for (const [model, block] of this.#models) {
      if (models.has(model)) continue;
      block.dispose();
      this.#models.delete(model);
    }
  }
}
