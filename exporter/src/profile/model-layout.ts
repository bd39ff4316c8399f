import type { Columns, ColumnPlan } from '../events/index.js';
import { slotCount, type FeatureLayout } from './bin-layout.js';
import { CategorySlots } from './category-slots.js';
import { numericBinner, type NumericBinner } from './numeric-binner.js';

/** Where a counted layout finds its values in the batches of one column plan. */
export interface Binding {
  readonly plan: ColumnPlan;
  /** Column of each counted layout; -1 where the source does not carry it. */
  readonly columns: Int32Array;
  readonly slots: readonly (CategorySlots | null)[];
}

/** How a window of one model is counted: its features and prediction as the baseline bins them, and the latency buckets. */
export class ModelLayout {
  /** Equal ids can be added; it changes with the baseline, with configured ranges (more edges) and with the buckets. */
  readonly id: string;
  readonly features: readonly FeatureLayout[];
  readonly prediction: FeatureLayout | null;
  /** The features, then the prediction: what `offsets` and `binners` are indexed by. */
  readonly counted: readonly FeatureLayout[];
  /** First count slot of each counted layout. */
  readonly offsets: Int32Array;
  readonly slots: number;
  readonly binners: readonly (NumericBinner | null)[];
  /** Upper bounds of the latency buckets in seconds, ascending, without +Inf. */
  readonly latencyBounds: Float64Array;
  #binding: Binding | null = null;

  constructor(
    baselineSha256: string | null,
    features: readonly FeatureLayout[],
    prediction: FeatureLayout | null,
    latencyBounds: readonly number[],
  ) {
    this.features = features;
    this.prediction = prediction;
    this.counted = prediction ? [...features, prediction] : features;
    this.offsets = new Int32Array(this.counted.length);
    let slots = 0;
    this.counted.forEach((layout, i) => {
      this.offsets[i] = slots;
      slots += slotCount(layout);
    });
    this.slots = slots;
    this.id = `${baselineSha256 ?? 'none'}:${slots}:${latencyBounds.join(',')}`;
    this.binners = this.counted.map((layout) => (layout.type === 'numeric' ? numericBinner(layout.edges) : null));
    this.latencyBounds = Float64Array.from(latencyBounds);
  }

  /** The binding to a plan; the last one is kept, as a model's rows nearly always come from one source. */
  bind(plan: ColumnPlan, columns: Columns): Binding {
    if (this.#binding?.plan === plan) return this.#binding;
    const at = Int32Array.from(this.counted, (layout, i) =>
      i < this.features.length ? (plan.featureColumns.get(layout.name) ?? -1) : plan.roles.prediction,
    );
    const slots = this.counted.map((layout, i) => {
      const dictionary = columns.dictionaries[at[i] ?? -1];
      return layout.type === 'categorical' && dictionary ? new CategorySlots(layout, dictionary) : null;
    });
    this.#binding = { plan, columns: at, slots };
    return this.#binding;
  }
}
