import { ABSENT_OTHER, PART_ANSWER, PART_INPUTS, PART_REQUEST, type Batch, type Reducer } from '../events/index.js';
import { AttributionSums } from './attribution-sums.js';
import { fineBinCount } from './bin-layout.js';
import { countNumeric } from './count-numeric.js';
import { LogSketch } from './log-sketch.js';
import { ModelLayout } from './model-layout.js';
import { pack, sizedArray, unpack, type Packed } from './packed.js';
import type { PriceList } from './price-list.js';
import { rowsWithPart } from './rows-with-part.js';
import { SegmentCounts } from './segment-counts.js';
import { TrafficTotals, addCounts } from './traffic-totals.js';

/**
 * Everything counted about one model version in one window of event time.
 *
 * Memory: bounded by the layout: 8 bytes a count slot (doubles: a week at full speed passes 2^32), 9 bytes a feature (41
 *         where attributions are logged), the latency buckets and one sketch; the counts once more for each segment.
 * Merge:  adds counts (bit-equal in any order) and sums (floating point: relative difference at most 1e-9 between orders for
 *         up to 1e9 rows).
 */
export class WindowProfile implements Reducer {
  readonly layout: ModelLayout;
  readonly startMs: number;
  readonly endMs: number;
  readonly traffic: TrafficTotals;
  readonly counts: Float64Array;
  latencySketch = new LogSketch();
  /** First value of each numeric feature, and whether another one followed: tells a feature that stands still. */
  readonly firstValue: Float64Array;
  readonly varies: Uint8Array;
  /** Null where the rows are not divided. */
  readonly segments: SegmentCounts | null;
  /** What the features contributed; null while no row came with attributions. */
  attributions: AttributionSums | null = null;

  /** @param traffic what is counted already, in any latency buckets; default: nothing, in the buckets of the layout */
  constructor(layout: ModelLayout, startMs: number, endMs: number, traffic = new TrafficTotals(layout.latencyBounds)) {
    this.layout = layout;
    this.startMs = startMs;
    this.endMs = endMs;
    this.traffic = traffic;
    this.counts = new Float64Array(layout.slots);
    this.firstValue = new Float64Array(layout.counted.length).fill(NaN);
    this.varies = new Uint8Array(layout.counted.length);
    this.segments = layout.segments && new SegmentCounts(layout, layout.segments);
  }

  /** Rows whose inputs were counted. */
  get rows(): number {
    return this.traffic.rows;
  }

  /** @param price of the model's requests, for sources that map no cost */
  addRows(batch: Batch, order: Int32Array, from: number, to: number, price: PriceList | null = null): void {
    const { parts } = batch.columns;
    const inputs = this.layout.features.length;
    const counted = this.layout.counted.length;
    if (parts === undefined) {
      this.traffic.addRequests(batch, order, from, to, price, this.latencySketch);
      this.traffic.addInputs(batch, order, from, to);
      this.#count(batch, order, from, to, 0, counted);
      this.segments?.addRows(batch, order, from, to);
      this.#addAttributions(batch, order, from, to);
      return;
    }
    const requests = rowsWithPart(parts, PART_REQUEST, order, from, to);
    this.traffic.addRequests(batch, requests, 0, requests.length, price, this.latencySketch);
    const withInputs = rowsWithPart(parts, PART_INPUTS, order, from, to);
    this.traffic.addInputs(batch, withInputs, 0, withInputs.length);
    this.#count(batch, withInputs, 0, withInputs.length, 0, inputs);
    this.segments?.addRows(batch, withInputs, 0, withInputs.length);
    const answers = rowsWithPart(parts, PART_ANSWER, order, from, to);
    this.#count(batch, answers, 0, answers.length, inputs, counted);
    this.#addAttributions(batch, answers, 0, answers.length);
  }

  /**
   * Adds another profile of the same window; it is not changed.
   *
   * @throws RangeError when layout, window or latency buckets differ
   */
  merge(other: WindowProfile): void {
    if (other.layout.id !== this.layout.id) throw new RangeError('window profiles of different layouts cannot be merged');
    if (other.startMs !== this.startMs || other.endMs !== this.endMs)
      throw new RangeError('profiles of different windows cannot be merged');
    this.traffic.merge(other.traffic);
    addCounts(this.counts, other.counts);
    if (this.segments && other.segments) this.segments.merge(other.segments);
    this.latencySketch.merge(other.latencySketch);
    if (other.attributions) (this.attributions ??= new AttributionSums(this.layout.features.length)).merge(other.attributions);
    for (let f = 0; f < this.varies.length; f++) {
      const mine = this.firstValue[f] as number;
      const theirs = other.firstValue[f] as number;
      const bothSeen = mine === mine && theirs === theirs;
      if (this.varies[f] === 1 || other.varies[f] === 1 || (bothSeen && mine !== theirs)) this.#markVaried(f);
      else if (!(mine === mine)) this.firstValue[f] = theirs;
    }
  }

  encode(): Uint8Array {
    return pack({
      header: { layout: this.layout.id, start_ms: this.startMs, end_ms: this.endMs },
      arrays: {
        counts: this.counts,
        traffic: this.traffic.encode(),
        sketch: this.latencySketch.encode(),
        first_value: this.firstValue,
        varies: this.varies,
        ...(this.segments && { segments: this.segments.counts, segment_rows: this.segments.rows }),
        ...(this.attributions && { attributions: this.attributions.numbers }),
      },
    });
  }

  /** The inverse of `encode`; null where the bytes are damaged or were made under another layout. */
  static decode(bytes: Uint8Array, layout: ModelLayout): WindowProfile | null {
    const packed = unpack(bytes);
    if (!packed || packed.header['layout'] !== layout.id) return null;
    const profile = restoreTraffic(packed, layout);
    const counts = sizedArray(packed, 'counts', layout.slots);
    const firstValue = sizedArray(packed, 'first_value', layout.counted.length);
    const varies = packed.arrays['varies'];
    if (!profile || !counts || !firstValue || varies?.length !== layout.counted.length) return null;
    const stored = packed.arrays['attributions'];
    const attributions = stored === undefined ? null : AttributionSums.restore(stored, layout.features.length);
    if (stored !== undefined && !attributions) return null;
    profile.attributions = attributions;
    profile.counts.set(counts);
    profile.firstValue.set(firstValue);
    profile.varies.set(varies);
    if (profile.segments) {
      const segments = sizedArray(packed, 'segments', profile.segments.counts.length);
      const rows = sizedArray(packed, 'segment_rows', profile.segments.rows.length);
      if (!segments || !rows) return null;
      profile.segments.counts.set(segments);
      profile.segments.rows.set(rows);
    }
    return profile;
  }

  /** Decodes without the feature counts, when their layout no longer exists: traffic and latency are kept. */
  static decodeTraffic(bytes: Uint8Array): WindowProfile | null {
    const packed = unpack(bytes);
    return packed && restoreTraffic(packed, new ModelLayout(null, [], null, []));
  }

  /** Counts rows over the bins of the fields first..last-1 of the layout: its features, then the prediction. */
  #count(batch: Batch, order: Int32Array, from: number, to: number, first: number, last: number): void {
    const { columns, plan } = batch;
    const { values, absent } = columns;
    const { counted, offsets, binners, features } = this.layout;
    const binding = this.layout.bind(plan, columns);
    for (let f = first; f < last; f++) {
      const column = binding.columns[f] as number;
      const offset = offsets[f] as number;
      const binner = binners[f];
      let gone: number;
      if (column < 0) {
        gone = to - from;
        const slot = offset + fineBinCount(counted[f] as (typeof counted)[number]);
        this.counts[slot] = (this.counts[slot] as number) + gone;
      } else if (binner) {
        const numbers = values[column] as Float64Array;
        gone = countNumeric(numbers, absent[column] as Uint8Array, order, from, to, binner, this.counts, offset);
        if (this.varies[f] === 0) this.#watchForChange(f, numbers, order, from, to);
      } else {
        const slots = binding.slots[f];
        gone = slots ? slots.count(values[column] as Int32Array, order, from, to, this.counts, offset) : 0;
      }
      if (f < features.length) this.traffic.missingKeys += gone;
    }
  }

  #addAttributions({ columns, plan }: Batch, order: Int32Array, from: number, to: number): void {
    const { attributions: at } = this.layout.bind(plan, columns);
    if (!at || at.length === 0 || to === from) return;
    const { values, absent } = columns;
    this.attributions ??= new AttributionSums(at.length);
    this.attributions.addRows(
      Array.from(at, (column) => (column < 0 ? null : (values[column] as Float64Array))),
      (feature, row) => absent[at[feature] as number]?.[row] === ABSENT_OTHER,
      order,
      from,
      to,
    );
  }

  /** Only runs while all values seen so far are equal; a feature that varies pays for one comparison in all. */
  #watchForChange(f: number, column: Float64Array, order: Int32Array, from: number, to: number): void {
    let first = this.firstValue[f] as number;
    for (let k = from; k < to; k++) {
      const x = column[order[k] as number] as number;
      if (!Number.isFinite(x)) continue;
      // -0 + 0 is 0: the two are equal, and which came first must not show.
      if (!(first === first)) first = x + 0;
      else if (x !== first) return this.#markVaried(f);
    }
    this.firstValue[f] = first;
  }

  /** Which value came first is forgotten, so that the state does not depend on the order of the rows. */
  #markVaried(f: number): void {
    this.varies[f] = 1;
    this.firstValue[f] = NaN;
  }
}

function restoreTraffic({ header, arrays }: Packed, layout: ModelLayout): WindowProfile | null {
  const { start_ms: start, end_ms: end } = header;
  const bytes = arrays['traffic'];
  const sketchBytes = arrays['sketch'];
  if (typeof start !== 'number' || typeof end !== 'number' || !(bytes instanceof Uint8Array) || !(sketchBytes instanceof Uint8Array))
    return null;
  const traffic = TrafficTotals.decode(bytes);
  const sketch = LogSketch.decode(sketchBytes);
  if (!traffic || !sketch) return null;
  const profile = new WindowProfile(layout, start, end, traffic);
  profile.latencySketch = sketch;
  return profile;
}
