import {
  CLOCKS,
  COUNTED_PHASES,
  DURATION_BOUNDS_SECONDS,
  restoreStatistics,
  type IncidentBook,
  type KnownIncident,
  type RestoreStatistics,
} from '../../incidents/index.js';
import type { MetricName } from '../../contract/index.js';
import type { HistogramBlock, HotExposition, SeriesBlock } from '../../metrics/index.js';

const DAY_MS = 24 * 3_600_000;
/** The windows of the statistics: a week for the team, a month and a quarter for its reviews. */
const WINDOWS = { '7d': 7 * DAY_MS, '30d': 30 * DAY_MS, '90d': 90 * DAY_MS } as const;

/** What the statistics export, by `stat`. */
const STATS: Readonly<Record<string, (of: RestoreStatistics) => number | null>> = {
  median: ({ median }) => median,
  p90: ({ p90 }) => p90,
  mean: ({ mean }) => mean,
  mean_lower: ({ meanLower }) => meanLower,
  mean_upper: ({ meanUpper }) => meanUpper,
  km_median: ({ kmMedian }) => kmMedian,
};

type Labels = Readonly<Record<string, string>>;

/** Incidents in the exposition. Few series that change seldom: each refresh writes all of them. */
export class IncidentFamilies {
  readonly #exposition: HotExposition;
  readonly #series = new Map<string, SeriesBlock>();
  readonly #histograms = new Map<string, HistogramBlock>();
  #touched = new Set<string>();

  constructor(exposition: HotExposition) {
    this.#exposition = exposition;
  }

  refresh(book: IncidentBook, lastHeardMs: ReadonlyMap<string, number>, nowMs: number): void {
    this.#touched = new Set();
    this.#showTotals(book);
    this.#showOpen(book, nowMs);
    this.#showStatistics(book, nowMs);
    for (const [source, ms] of lastHeardMs) this.#set('aiops_notifications_last_timestamp_seconds', { source }, ms / 1000);
    // A gauge whose incidents are gone is absent, not stuck at its last value.
    for (const [key, block] of this.#series) if (!this.#touched.has(key)) block.values[0] = NaN;
  }

  #showTotals({ totals }: IncidentBook): void {
    for (const [key, counts] of Object.entries(totals.incidents)) {
      const labels = incidentLabels(key);
      for (const phase of COUNTED_PHASES) this.#set('aiops_incidents_total', { ...labels, phase }, counts[phase]);
    }
    for (const [key, ofLabels] of Object.entries(totals.durations)) {
      for (const clock of CLOCKS) {
        const durations = ofLabels[clock];
        if (!durations) continue;
        const block = this.#histogram(`aiops_incident_time_to_${clock}_seconds`, incidentLabels(key));
        block.counts.set(durations.counts);
        block.sum = durations.sum;
      }
    }
    for (const [key, count] of Object.entries(totals.notifications)) {
      const [source, outcome] = JSON.parse(key) as [string, string];
      this.#set('aiops_notifications_total', { source, outcome }, count);
    }
    for (const [key, count] of Object.entries(totals.verdicts)) {
      const [alertname, verdict] = JSON.parse(key) as [string, string];
      this.#set('aiops_alert_verdicts_total', { alertname, verdict }, count);
    }
  }

  #showOpen(book: IncidentBook, nowMs: number): void {
    const open = new Map<string, number>();
    // A cell that had an incident once says 0 afterwards, so that its alert can resolve.
    for (const key of Object.keys(book.totals.incidents)) open.set(key, 0);
    const oldest = new Map<string, number>(book.totals.models.map((model) => [model, NaN]));
    for (const { incident } of book.known) {
      if (!isOpen(incident)) continue;
      const model = book.modelLabel(incident.model);
      const key = JSON.stringify([model, incident.severity, incident.cause]);
      open.set(key, (open.get(key) ?? 0) + 1);
      const ageSeconds = Math.max(0, nowMs - incident.startMs) / 1000;
      oldest.set(model, Math.max(ageSeconds, oldest.get(model) || 0));
    }
    for (const [key, count] of open) this.#set('aiops_incidents_open', incidentLabels(key), count);
    for (const [model, seconds] of oldest) this.#set('aiops_incident_oldest_open_age_seconds', { model }, seconds);
  }

  #showStatistics(book: IncidentBook, nowMs: number): void {
    const byModel = new Map<string, KnownIncident['incident'][]>();
    for (const { incident } of book.known) {
      const model = book.modelLabel(incident.model);
      byModel.set(model, [...(byModel.get(model) ?? []), incident]);
    }
    for (const [model, incidents] of byModel) {
      for (const [window, windowMs] of Object.entries(WINDOWS)) {
        const statistics = restoreStatistics(incidents, windowMs, nowMs);
        this.#set('aiops_incidents_resolved', { model, window }, statistics.n);
        this.#set('aiops_mttr_seconds', { model, window }, statistics.mean ?? NaN);
        for (const [stat, value] of Object.entries(STATS))
          this.#set('aiops_time_to_restore_seconds', { model, window, stat }, value(statistics) ?? NaN);
      }
    }
  }

  #set(name: MetricName, labels: Labels, value: number): void {
    const key = JSON.stringify([name, labels]);
    let block = this.#series.get(key);
    if (!block) this.#series.set(key, (block = this.#exposition.series(name, [labels])));
    block.values[0] = value;
    this.#touched.add(key);
  }

  #histogram(name: MetricName, labels: Labels): HistogramBlock {
    const key = JSON.stringify([name, labels]);
    let block = this.#histograms.get(key);
    if (!block) this.#histograms.set(key, (block = this.#exposition.histogram(name, labels, DURATION_BOUNDS_SECONDS)));
    return block;
  }
}

function isOpen({ phase }: KnownIncident['incident']): boolean {
  return phase === 'firing' || phase === 'suppressed' || phase === 'unknown';
}

function incidentLabels(key: string): { model: string; severity: string; cause: string } {
  const [model, severity, cause] = JSON.parse(key) as [string, string, string];
  return { model, severity, cause };
}
