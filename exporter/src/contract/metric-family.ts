export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

/**
 * How the family may be aggregated: `additive` numbers may be summed over replicas by plain PromQL, a `verdict` is
 * computed once per closed window and must not be aggregated, a `fact` describes something (`_info`, thresholds, health).
 */
export type MetricKind = 'additive' | 'verdict' | 'fact';

/** One metric family: the only place where its name, type, labels and help are written. */
export interface MetricFamily {
  readonly name: string;
  readonly type: MetricType;
  /** Base unit: seconds, bytes, ratio; empty for plain counts. */
  readonly unit: '' | 'seconds' | 'bytes' | 'ratio' | 'currency';
  readonly help: string;
  readonly labels: readonly string[];
  readonly kind: MetricKind;
  readonly stability: 'stable' | 'experimental';
  /** Version of the exporter that first exported it. */
  readonly since: string;
  /** What bounds the number of its series. */
  readonly bound: string;
}

type Declaration = Pick<MetricFamily, 'name' | 'help' | 'labels' | 'bound'> & Partial<MetricFamily>;

const declare =
  (type: MetricType, kind: MetricKind) =>
  <const D extends Declaration>(d: D): MetricFamily & { name: D['name'] } =>
    Object.freeze({ type, unit: '', kind, stability: 'stable', since: '0.1.0', ...d });

/** A counter; additive unless said otherwise. */
export const counter = declare('counter', 'additive');
/** A classic histogram; additive. */
export const histogram = declare('histogram', 'additive');
/** A gauge that holds a verdict of the last closed window. */
export const verdictGauge = declare('gauge', 'verdict');
/** A gauge that states a fact. */
export const factGauge = declare('gauge', 'fact');
/** Quantiles of the last closed window: the one type whose `quantile` label linters accept. */
export const verdictSummary = declare('summary', 'verdict');
