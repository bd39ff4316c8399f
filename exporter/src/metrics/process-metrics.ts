import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { METRIC_FAMILIES, metricFamily, type NoticeKind } from '../contract/index.js';
import { metricsError } from './errors.js';
import type { PlainFamily } from './plain-exposition.js';
import { isProcessFamily, type ProcessFamilyName } from './process-families.js';
import { runtimeFamilies } from './runtime-families.js';

type Labels = Record<string, string>;

/** What is known of a source at a scrape; null where it is not known. */
export interface SourceState {
  readonly isUp: boolean;
  /** Age of the newest event read while there is a backlog; 0 when everything was read. */
  readonly lagSeconds: number | null;
  readonly backlogBytes: number | null;
}

export interface ProcessMetricsOptions {
  readonly version: string;
  /** Version of the runtime, such as v20.19.0. */
  readonly node: string;
  /** Leave out process_* and nodejs_* (tests, goldens): they differ at every run. */
  readonly runtime: 'collect' | 'leave_out';
}

/**
 * The low-rate families and those of the process, through prom-client in a registry of its own. Only the numbers come from
 * prom-client; they are printed by our serialiser, because its own text has defects (`Nan`, `le="1"`, unescaped quotes, a
 * content type fixed per registry, counters renamed when printed as OpenMetrics).
 */
export class ProcessMetrics {
  readonly #own = new Registry();
  readonly #runtime = new Registry();
  readonly #gauges = new Map<string, Gauge>();
  readonly #counters = new Map<string, Counter>();
  #sources = new Set<string>();

  constructor({ version, node, runtime }: ProcessMetricsOptions) {
    for (const { name } of METRIC_FAMILIES) {
      if (!isProcessFamily(name)) continue;
      const { help, labels, type } = metricFamily(name);
      const options = { name, help, labelNames: [...labels], registers: [this.#own] };
      if (type === 'counter') this.#counters.set(name, new Counter(options));
      else this.#gauges.set(name, new Gauge(options));
      // prom-client starts a metric without labels at 0, which would be a claim; NaN is not printed.
      if (labels.length === 0) this.#set(name, {}, NaN);
    }
    if (runtime === 'collect') collectDefaultMetrics({ register: this.#runtime });
    this.#set('aiops_build_info', { version, node }, 1);
  }

  /** null: nothing was committed yet. */
  setCheckpointAge(seconds: number | null): void {
    this.#set('aiops_checkpoint_age_seconds', {}, seconds ?? NaN);
  }

  setStoreBytes(bytesByRecord: Readonly<Record<string, number>>): void {
    for (const [record, bytes] of Object.entries(bytesByRecord)) this.#set('aiops_store_bytes', { record }, bytes);
  }

  setConfigReloaded(outcome: 'taken_over' | 'refused'): void {
    this.#set('aiops_config_last_reload_successful', {}, outcome === 'taken_over' ? 1 : 0);
  }

  /** States all sources; series of sources that are not named any more end. */
  setSources(sources: ReadonlyMap<string, SourceState>): void {
    for (const source of this.#sources) {
      if (sources.has(source)) continue;
      for (const name of ['aiops_source_up', 'aiops_ingest_lag_seconds', 'aiops_ingest_backlog_bytes'])
        this.#gauges.get(name)?.remove({ source });
    }
    this.#sources = new Set(sources.keys());
    for (const [source, { isUp, lagSeconds, backlogBytes }] of sources) {
      this.#set('aiops_source_up', { source }, isUp ? 1 : 0);
      this.#set('aiops_ingest_lag_seconds', { source }, lagSeconds ?? NaN);
      this.#set('aiops_ingest_backlog_bytes', { source }, backlogBytes ?? NaN);
    }
  }

  /** Series by family as counted by HotExposition; families that are not named any more end. */
  setSeries(countByFamily: Readonly<Record<string, number>>): void {
    this.#gauges.get('aiops_series')?.reset();
    for (const [family, count] of Object.entries(countByFamily)) this.#set('aiops_series', { family }, count);
  }

  /** Errors: METRICS_INCREMENT. */
  addSeriesDropped(family: string, reason: string, count: number): void {
    this.#add('aiops_series_dropped_total', { family, reason }, count);
  }

  /** Errors: METRICS_INCREMENT. */
  addNotice(kind: NoticeKind, count = 1): void {
    this.#add('aiops_notices_total', { kind }, count);
  }

  /** Errors: METRICS_INCREMENT. */
  addRefused(route: string, status: number, count: number): void {
    this.#add('aiops_http_requests_refused_total', { route, status: String(status) }, count);
  }

  /** The families in the order of the catalogue, then those of the runtime. */
  async families(): Promise<PlainFamily[]> {
    const own = await this.#own.getMetricsAsJSON();
    const printed = own.map(({ name, values }) => ({
      family: metricFamily(name as ProcessFamilyName),
      samples: values.map(({ labels, value }) => ({ name, labels: textLabels(labels), value })),
    }));
    return [...printed, ...(await runtimeFamilies(this.#runtime))];
  }

  #set(name: ProcessFamilyName, labels: Labels, value: number): void {
    this.#gauges.get(name)?.set(labels, value);
  }

  #add(name: ProcessFamilyName, labels: Labels, count: number): void {
    if (!Number.isFinite(count) || count < 0) throw metricsError('METRICS_INCREMENT', { family: name, found: count });
    this.#counters.get(name)?.inc(labels, count);
  }
}

function textLabels(labels: Readonly<Record<string, string | number | undefined>>): Labels {
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, String(value)]));
}
