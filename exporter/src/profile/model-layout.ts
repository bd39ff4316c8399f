import { createHash } from 'node:crypto';
import type { Columns, ColumnPlan } from '../events/index.js';
import { slotCount, type FeatureLayout } from './bin-layout.js';
import { CategorySlots } from './category-slots.js';
import { numericBinner, type NumericBinner } from './numeric-binner.js';

/** Where a counted layout finds its values in the batches of one column plan. */
export interface Binding {
  /** Column of each counted layout; -1 where the source does not carry it. */
  readonly columns: Int32Array;
  readonly slots: readonly (CategorySlots | null)[];
  /** Column of what each feature contributed, -1 for none; null where the source maps no attributions. */
  readonly attributions: Int32Array | null;
  /** Where the rows say which segment they belong to; null where the source does not carry it, or nothing is divided. */
  readonly segment: { readonly column: number; readonly slots: CategorySlots } | null;
}

/** By what the rows of a window are divided, and which of its values are segments; all other rows are one more. */
export interface SegmentLayout {
  /** Position of the feature; `column` for what the record map calls the segment. */
  readonly by: number | 'column';
  readonly names: readonly string[];
}

/** How a window of one model is counted: its features and prediction as the baseline bins them, and the latency buckets. */
export class ModelLayout {
  /** Feature counts under equal ids can be added: same baseline, same bins. Latency buckets and privacy are no part of it. */
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
  readonly segments: SegmentLayout | null;
  /** By plan, so that a model whose rows come from two sources in turn does not bind anew each time. */
  readonly #bindings = new WeakMap<ColumnPlan, Binding>();

  constructor(
    baselineSha256: string | null,
    features: readonly FeatureLayout[],
    prediction: FeatureLayout | null,
    latencyBounds: readonly number[],
    segments: SegmentLayout | null = null,
  ) {
    this.segments = segments;
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
    this.id = `${baselineSha256 ?? 'none'}:${fingerprintOf(this.counted)}${segments ? `:${segmentsFingerprint(segments)}` : ''}`;
    this.binners = this.counted.map((layout) => (layout.type === 'numeric' ? numericBinner(layout.edges) : null));
    this.latencyBounds = Float64Array.from(latencyBounds);
  }

  bind(plan: ColumnPlan, columns: Columns): Binding {
    const known = this.#bindings.get(plan);
    if (known) return known;
    const at = Int32Array.from(this.counted, (layout, i) =>
      i < this.features.length ? (plan.featureColumns.get(layout.name) ?? -1) : plan.roles.prediction,
    );
    const slots = this.counted.map((layout, i) => {
      const dictionary = columns.dictionaries[at[i] ?? -1];
      return layout.type === 'categorical' && dictionary ? new CategorySlots(layout, dictionary) : null;
    });
    const why = plan.attributionColumns;
    const attributions = why.size === 0 ? null : Int32Array.from(this.features, ({ name }) => why.get(name) ?? -1);
    const binding = { columns: at, slots, attributions, segment: this.#bindSegment(plan, columns, at, slots) };
    this.#bindings.set(plan, binding);
    return binding;
  }

  #bindSegment(plan: ColumnPlan, columns: Columns, at: Int32Array, slots: readonly (CategorySlots | null)[]): Binding['segment'] {
    if (!this.segments) return null;
    const { by, names } = this.segments;
    const column = by === 'column' ? plan.roles.segment : (at[by] as number);
    const dictionary = columns.dictionaries[column];
    if (column < 0 || !dictionary) return null;
    if (by !== 'column') return slots[by] ? { column, slots: slots[by] } : null;
    const named = { name: 'segment', type: 'categorical', categories: names, tail: [], isTailComplete: false, isPrivate: false } as const;
    return { column, slots: new CategorySlots(named, dictionary) };
  }
}

/** Of the bins themselves: a configured range moves edges and leaves their number as it is. */
function fingerprintOf(counted: readonly FeatureLayout[]): string {
  const bins = counted.map((layout) =>
    layout.type === 'numeric'
      ? [layout.name, layout.edges, layout.judged]
      : [layout.name, layout.categories, layout.tail, layout.isTailComplete],
  );
  return createHash('sha256').update(JSON.stringify(bins)).digest('hex').slice(0, 16);
}

function segmentsFingerprint(segments: SegmentLayout): string {
  return createHash('sha256')
    .update(JSON.stringify([segments.by, segments.names]))
    .digest('hex')
    .slice(0, 16);
}
