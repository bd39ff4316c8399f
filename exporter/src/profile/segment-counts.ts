import type { Batch } from '../events/index.js';
import { fineBinCount, type FeatureLayout } from './bin-layout.js';
import type { CategorySlots } from './category-slots.js';
import { countNumeric } from './count-numeric.js';
import type { ModelLayout, SegmentLayout } from './model-layout.js';
import { addCounts } from './traffic-totals.js';

/**
 * The features of a window, counted once more for each segment.
 *
 * Memory: as much as the counts of the window for each segment, and as many again for all other rows.
 * Merge:  adds counts; bit-equal in any order.
 */
export class SegmentCounts {
  /** For each segment the count slots of the layout, one behind the other; those of the prediction stay empty. */
  readonly counts: Float64Array;
  /** Rows of each segment. */
  readonly rows: Float64Array;
  readonly #layout: ModelLayout;

  constructor(layout: ModelLayout, segments: SegmentLayout) {
    this.#layout = layout;
    this.rows = new Float64Array(segments.names.length + 1);
    this.counts = new Float64Array(this.rows.length * layout.slots);
  }

  /** The counts of one segment, in the slots of the layout. */
  of(segment: number): Float64Array {
    const { slots } = this.#layout;
    return this.counts.subarray(segment * slots, (segment + 1) * slots);
  }

  /** Rows whose inputs are there. */
  addRows(batch: Batch, order: Int32Array, from: number, to: number): void {
    const { columns, plan } = batch;
    const { counted, features, offsets, binners, slots: stride } = this.#layout;
    const binding = this.#layout.bind(plan, columns);
    const { segment: divided } = binding;
    const codes = columns.values[divided?.column ?? -1] as Int32Array;
    const { rows, ends } = divideRows(order, from, to, divided?.slots ?? null, codes, this.rows.length);
    let start = 0;
    ends.forEach((end, segment) => {
      const base = segment * stride;
      this.rows[segment] = (this.rows[segment] as number) + end - start;
      for (let f = 0; f < features.length && end > start; f++) {
        const column = binding.columns[f] as number;
        const offset = base + (offsets[f] as number);
        const binner = binners[f];
        if (column < 0) {
          const missing = offset + fineBinCount(counted[f] as FeatureLayout);
          this.counts[missing] = (this.counts[missing] as number) + end - start;
        } else if (binner) {
          const absent = columns.absent[column] as Uint8Array;
          countNumeric(columns.values[column] as Float64Array, absent, rows, start, end, binner, this.counts, offset);
        } else binding.slots[f]?.count(columns.values[column] as Int32Array, rows, start, end, this.counts, offset);
      }
      start = end;
    });
  }

  merge(other: SegmentCounts): void {
    addCounts(this.counts, other.counts);
    addCounts(this.rows, other.rows);
  }
}

/** The rows of a batch, segment after segment, and where each one ends. Rows without a value belong to the last. */
function divideRows(
  order: Int32Array,
  from: number,
  to: number,
  slots: CategorySlots | null,
  codes: Int32Array,
  segments: number,
): { rows: Int32Array; ends: number[] } {
  const rest = segments - 1;
  const segmentOf = Int32Array.from({ length: to - from }, (_, k) =>
    slots ? Math.min(rest, slots.slotOf(codes[order[from + k] as number] as number)) : rest,
  );
  const ends = new Array<number>(segments).fill(0);
  for (const segment of segmentOf) ends[segment] = (ends[segment] as number) + 1;
  for (let segment = 1; segment < segments; segment++) ends[segment] = (ends[segment] as number) + (ends[segment - 1] as number);
  const next = ends.map((_, segment) => (segment === 0 ? 0 : (ends[segment - 1] as number)));
  const rows = new Int32Array(to - from);
  segmentOf.forEach((segment, k) => {
    const at = next[segment] as number;
    rows[at] = order[from + k] as number;
    next[segment] = at + 1;
  });
  return { rows, ends };
}
