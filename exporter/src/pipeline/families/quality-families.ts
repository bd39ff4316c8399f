import {
  LABEL_OUTCOMES,
  PREDICTION_OUTCOMES,
  QUALITY_STATES,
  type FairnessGap,
  type Measure,
  type MetricName,
  type QualityVerdict,
  type SegmentQuality,
} from '../../contract/index.js';
import type { HistogramBlock, HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { LabelJoin, VersionQuality } from '../labels/label-join.js';
import { LAG_BOUNDS_SECONDS } from '../labels/version-labels.js';
import { NamedGauges } from './named-gauges.js';

type Labels = Readonly<Record<string, string>>;
const GAUGES = [
  'aiops_label_coverage_ratio',
  'aiops_model_quality_degraded',
  'aiops_model_quality_degraded_windows',
  'aiops_quality_window_samples',
  'aiops_quality_window_end_timestamp_seconds',
] as const satisfies readonly MetricName[];
const MEASURES = {
  aiops_model_quality: ({ value }) => value,
  aiops_model_quality_lower: ({ lower }) => lower,
  aiops_model_quality_upper: ({ upper }) => upper,
} as const satisfies Partial<Record<MetricName, (measure: Measure) => number | null>>;
const ESTIMATES = {
  aiops_model_quality_estimated: ({ value }) => value,
  aiops_model_quality_estimated_lower: ({ lower }) => lower,
  aiops_model_quality_estimated_upper: ({ upper }) => upper,
} as const satisfies Partial<Record<MetricName, (measure: Measure) => number | null>>;

/** Labels and quality of one model version in the exposition. */
export class QualityFamilies {
  readonly #join: LabelJoin;
  readonly #version: string;
  readonly #outcomes: SeriesBlock;
  readonly #predictions: SeriesBlock;
  readonly #states: SeriesBlock;
  readonly #lag: HistogramBlock;
  readonly #gauges: readonly SeriesBlock[];
  readonly #named: NamedGauges;
  #shown = -1;

  constructor(exposition: HotExposition, model: string, version: string, join: LabelJoin) {
    const labels = { model, version };
    const series = (name: MetricName, values: readonly string[], label: string): SeriesBlock =>
      exposition.series(
        name,
        values.map((value) => ({ ...labels, [label]: value })),
      );
    this.#join = join;
    this.#version = version;
    this.#outcomes = series('aiops_labels_total', LABEL_OUTCOMES, 'outcome');
    this.#predictions = series('aiops_label_predictions_total', PREDICTION_OUTCOMES, 'outcome');
    this.#states = series('aiops_quality_verdicts_total', QUALITY_STATES, 'verdict');
    this.#lag = exposition.histogram('aiops_label_lag_seconds', labels, LAG_BOUNDS_SECONDS);
    this.#lag.sum = NaN;
    this.#gauges = GAUGES.map((name) => exposition.series(name, [labels]));
    this.#named = new NamedGauges(exposition, labels);
  }

  /** Series it takes now. */
  seriesCost(): number {
    return (
      LABEL_OUTCOMES.length +
      PREDICTION_OUTCOMES.length +
      QUALITY_STATES.length +
      LAG_BOUNDS_SECONDS.length +
      3 +
      GAUGES.length +
      this.#named.size
    );
  }

  refresh(): void {
    const counts = this.#join.countsOf(this.#version);
    if (counts.revision === this.#shown) return;
    this.#shown = counts.revision;
    // Labels without a known prediction have no version; such a series tells nothing else.
    const isKnown = this.#version !== '';
    const none = (length: number): number[] => new Array<number>(length).fill(NaN);
    this.#outcomes.values.set(counts.outcomes);
    this.#predictions.values.set(isKnown ? counts.predictions : none(PREDICTION_OUTCOMES.length));
    this.#states.values.set(isKnown ? counts.states : none(QUALITY_STATES.length));
    if (isKnown) {
      this.#lag.counts.set(counts.lags);
      this.#lag.sum = counts.lagSeconds;
    }
    const quality = this.#join.quality.get(this.#version) ?? null;
    const values = gaugesOf(quality?.mature ?? null, this.#join.degradedInARow(this.#version));
    GAUGES.forEach((name, i) => this.#gauges[i]?.values.set([values[name]]));
    this.#named.refresh(this.#namedValues(quality, counts.values));
  }

  dispose(): void {
    for (const block of [this.#outcomes, this.#predictions, this.#states, this.#lag, ...this.#gauges]) block.dispose();
    this.#named.dispose();
  }

  *#namedValues(quality: VersionQuality | null, business: ReadonlyMap<string, number>): Iterable<[MetricName, Labels, number | null]> {
    const { mature, newest } = quality ?? {};
    for (const measure of mature?.measures ?? [])
      for (const [name, of] of Object.entries(MEASURES)) yield [name as MetricName, { metric: measure.metric }, of(measure)];
    for (const measure of newest?.estimated ?? [])
      for (const [name, of] of Object.entries(ESTIMATES)) yield [name as MetricName, { metric: measure.metric }, of(measure)];
    for (const [metric, value] of Object.entries((mature ?? newest)?.baseline ?? {}))
      yield ['aiops_model_quality_baseline', { metric }, value];
    for (const { metric, attribute, gap } of mature?.fairness ?? ([] as FairnessGap[]))
      yield ['aiops_fairness_gap', { metric, attribute }, gap];
    for (const segment of mature?.segments ?? []) yield* segmentValues(segment, mature?.settings.metric ?? '');
    for (const [key, sum] of business) {
      const [kpi = '', unit = ''] = JSON.parse(key) as string[];
      yield ['aiops_business_value_total', { kpi, unit }, sum];
    }
  }
}

/** The deciding metric and the verdict of one segment; all other measures are in the verdict. */
function* segmentValues(
  { segment, state, labelled, expected, measures }: SegmentQuality,
  metric: string,
): Iterable<[MetricName, Labels, number | null]> {
  const deciding = measures.find((measure) => measure.metric === metric);
  const labels = { segment, metric };
  yield ['aiops_segment_quality', labels, deciding?.value ?? null];
  yield ['aiops_segment_quality_lower', labels, deciding?.lower ?? null];
  yield ['aiops_segment_quality_upper', labels, deciding?.upper ?? null];
  yield ['aiops_segment_quality_baseline', labels, expected];
  const isJudged = state === 'degraded' || state === 'kept';
  yield ['aiops_segment_quality_degraded', { segment }, isJudged ? Number(state === 'degraded') : null];
  yield ['aiops_segment_quality_samples', { segment }, labelled];
}

function gaugesOf(verdict: QualityVerdict | null, inARow: number): Record<(typeof GAUGES)[number], number> {
  const isJudged = verdict?.state === 'degraded' || verdict?.state === 'kept';
  return {
    aiops_label_coverage_ratio: verdict?.coverage ?? NaN,
    aiops_model_quality_degraded: isJudged ? Number(verdict.state === 'degraded') : NaN,
    aiops_model_quality_degraded_windows: isJudged ? inARow : NaN,
    aiops_quality_window_samples: verdict?.labelled ?? NaN,
    aiops_quality_window_end_timestamp_seconds: verdict ? Date.parse(verdict.window_end) / 1000 : NaN,
  };
}
