import { LABEL_OUTCOMES, PREDICTION_OUTCOMES, QUALITY_STATES, type LabelOutcome, type PredictionOutcome } from '../../contract/index.js';

/**
 * Upper bounds of the histogram of label lags, in seconds: a minute to 30 days, the default horizon. Labels come after minutes
 * (clicks) or after weeks (repayments); steps of two to six tell these apart, and a finer answer nobody needs to set label_delay.
 */
export const LAG_BOUNDS_SECONDS: readonly number[] = [60, 300, 900, 3600, 21_600, 86_400, 259_200, 604_800, 1_209_600, 2_592_000];

/** The additive numbers of labels of one model version. */
export class VersionLabels {
  readonly outcomes = new Float64Array(LABEL_OUTCOMES.length);
  readonly predictions = new Float64Array(PREDICTION_OUTCOMES.length);
  /** Lags of joined labels by bucket; the last one has no upper bound. */
  readonly lags = new Float64Array(LAG_BOUNDS_SECONDS.length + 1);
  lagSeconds = 0;
  /** Worth of records by KPI and unit, as the JSON of both. */
  readonly values = new Map<string, number>();
  /** Windows that reached each state of quality. */
  readonly states = new Float64Array(QUALITY_STATES.length);
  /** Grows with each change: the exposition looks only at what changed. */
  revision = 0;

  countLabel(outcome: LabelOutcome, count = 1): void {
    const i = LABEL_OUTCOMES.indexOf(outcome);
    this.outcomes[i] = (this.outcomes[i] as number) + count;
    this.revision++;
  }

  countPrediction(outcome: PredictionOutcome): void {
    const i = PREDICTION_OUTCOMES.indexOf(outcome);
    this.predictions[i] = (this.predictions[i] as number) + 1;
    this.revision++;
  }

  countState(state: (typeof QUALITY_STATES)[number]): void {
    const i = QUALITY_STATES.indexOf(state);
    this.states[i] = (this.states[i] as number) + 1;
    this.revision++;
  }

  observeLag(seconds: number): void {
    const found = LAG_BOUNDS_SECONDS.findIndex((bound) => seconds <= bound);
    const i = found < 0 ? LAG_BOUNDS_SECONDS.length : found;
    this.lags[i] = (this.lags[i] as number) + 1;
    this.lagSeconds += seconds;
  }

  addValue(kpi: string, unit: string, amount: number): void {
    const key = JSON.stringify([kpi, unit]);
    this.values.set(key, (this.values.get(key) ?? 0) + amount);
    this.revision++;
  }

  toJson(): Record<string, unknown> {
    const { outcomes, predictions, lags, lagSeconds, states, values } = this;
    return {
      outcomes: [...outcomes],
      predictions: [...predictions],
      lags: [...lags],
      lag_seconds: lagSeconds,
      states: [...states],
      values: [...values],
    };
  }

  restore(json: Readonly<Record<string, unknown>>): void {
    const fill = (into: Float64Array, name: string): void => into.set(((json[name] ?? []) as number[]).slice(0, into.length));
    fill(this.outcomes, 'outcomes');
    fill(this.predictions, 'predictions');
    fill(this.lags, 'lags');
    fill(this.states, 'states');
    for (const [key, sum] of (json['values'] ?? []) as [string, number][]) this.values.set(key, sum);
    this.lagSeconds = Number(json['lag_seconds'] ?? 0);
    this.revision++;
  }
}
