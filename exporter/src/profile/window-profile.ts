import { OUTCOMES } from '../contract/index.js';
import type { Batch, Reducer } from '../events/index.js';
import { fineBinCount } from './bin-layout.js';
import { countNumeric } from './count-numeric.js';
import { addLatencies, type LatencyCounts } from './latency-buckets.js';
import { LogSketch } from './log-sketch.js';
import { ModelLayout } from './model-layout.js';
import { pack, unpack, type Packed } from './packed.js';

/**
 * Everything counted about one model version in one window of event time.
 *
 * Bounded by the layout: 8 bytes a count slot (doubles: a week at full speed passes 2^32), 9 bytes a feature, the latency buckets and one sketch. Merging adds counts
 * (bit-equal in any order) and sums (floating point: relative difference at most 1e-9 between orders for up to 1e9 rows).
 */
export class WindowProfile implements Reducer {
  readonly layout: ModelLayout;
  readonly startMs: number;
  readonly endMs: number;
  rows = 0;
  readonly counts: Float64Array;
  readonly outcomes = new Float64Array(OUTCOMES.length);
  readonly latency: LatencyCounts;
  readonly firstToken: LatencyCounts;
  latencySketch = new LogSketch();
  tokensInput = 0;
  tokensOutput = 0;
  cost = 0;
  /** Times that a feature of the layout was not in a record at all. */
  missingKeys = 0;
  /** Keys of the features object that the layout does not know. */
  extraKeys = 0;
  /** First value of each numeric feature, and whether another one followed: tells a feature that stands still. */
  readonly firstValue: Float64Array;
  readonly varies: Uint8Array;

  constructor(layout: ModelLayout, startMs: number, endMs: number) {
    this.layout = layout;
    this.startMs = startMs;
    this.endMs = endMs;
    this.counts = new Float64Array(layout.slots);
    this.latency = { buckets: new Float64Array(layout.latencyBounds.length + 1), sum: 0 };
    this.firstToken = { buckets: new Float64Array(layout.latencyBounds.length + 1), sum: 0 };
    this.firstValue = new Float64Array(layout.counted.length).fill(NaN);
    this.varies = new Uint8Array(layout.counted.length);
  }

  addRows(batch: Batch, order: Int32Array, from: number, to: number): void {
    const { columns, plan, outcomes, units } = batch;
    const { roles } = plan;
    const { values, absent } = columns;
    this.rows += to - from;
    const own = this.outcomes;
    for (let k = from; k < to; k++) {
      const outcome = outcomes[order[k] as number] as number;
      own[outcome] = (own[outcome] as number) + 1;
    }
    const bounds = this.layout.latencyBounds;
    if (roles.latency >= 0) {
      const column = values[roles.latency] as Float64Array;
      addLatencies(column, outcomes, order, from, to, units.latencyPerSecond, bounds, this.latency, this.latencySketch);
    }
    if (roles.timeToFirstToken >= 0) {
      const column = values[roles.timeToFirstToken] as Float64Array;
      addLatencies(column, outcomes, order, from, to, units.firstTokenPerSecond, bounds, this.firstToken, null);
    }
    if (roles.tokensInput >= 0) this.tokensInput += sumOf(values[roles.tokensInput] as Float64Array, order, from, to);
    if (roles.tokensOutput >= 0) this.tokensOutput += sumOf(values[roles.tokensOutput] as Float64Array, order, from, to);
    if (roles.cost >= 0) this.cost += sumOf(values[roles.cost] as Float64Array, order, from, to);
    if (plan.featuresAt) this.extraKeys += extrasOf(columns.extras, order, from, to);

    const { counted, offsets, binners, features } = this.layout;
    const binding = this.layout.bind(plan, columns);
    for (let f = 0; f < counted.length; f++) {
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
      if (f < features.length) this.missingKeys += gone;
    }
  }

  /** Adds another profile of the same window and layout; the other one is not changed. */
  merge(other: WindowProfile): void {
    if (other.layout.id !== this.layout.id) throw new RangeError('window profiles of different layouts cannot be merged');
    this.rows += other.rows;
    addTo(this.counts, other.counts);
    addTo(this.outcomes, other.outcomes);
    addTo(this.latency.buckets, other.latency.buckets);
    addTo(this.firstToken.buckets, other.firstToken.buckets);
    this.latency.sum += other.latency.sum;
    this.firstToken.sum += other.firstToken.sum;
    this.latencySketch.merge(other.latencySketch);
    this.tokensInput += other.tokensInput;
    this.tokensOutput += other.tokensOutput;
    this.cost += other.cost;
    this.missingKeys += other.missingKeys;
    this.extraKeys += other.extraKeys;
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
      header: {
        layout: this.layout.id,
        bounds: [...this.layout.latencyBounds],
        start_ms: this.startMs,
        end_ms: this.endMs,
        rows: this.rows,
        latency_sum: this.latency.sum,
        first_token_sum: this.firstToken.sum,
        tokens_input: this.tokensInput,
        tokens_output: this.tokensOutput,
        cost: this.cost,
        missing_keys: this.missingKeys,
        extra_keys: this.extraKeys,
      },
      arrays: {
        counts: this.counts,
        outcomes: this.outcomes,
        latency: this.latency.buckets,
        first_token: this.firstToken.buckets,
        sketch: this.latencySketch.encode(),
        first_value: this.firstValue,
        varies: this.varies,
      },
    });
  }

  /** The inverse of `encode`; null where the bytes are damaged or were made under another layout. */
  static decode(bytes: Uint8Array, layout: ModelLayout): WindowProfile | null {
    const packed = unpack(bytes);
    return packed && packed.header['layout'] === layout.id ? restore(packed, layout) : null;
  }

  /** Decodes without the feature counts, when their layout no longer exists: traffic and latency are kept. */
  static decodeTraffic(bytes: Uint8Array): WindowProfile | null {
    const packed = unpack(bytes);
    if (!packed) return null;
    const bounds = (packed.header['bounds'] as number[] | undefined) ?? [];
    return restore(packed, new ModelLayout(null, [], null, bounds));
  }

  /** Only runs while all values seen so far are equal; a feature that varies pays for one comparison in all. */
  #watchForChange(f: number, column: Float64Array, order: Int32Array, from: number, to: number): void {
    let first = this.firstValue[f] as number;
    for (let k = from; k < to; k++) {
      const x = column[order[k] as number] as number;
      if (!Number.isFinite(x)) continue;
      if (!(first === first)) first = x;
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

function addTo(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (from[i] as number);
}

/** Absent and negative values add nothing: tokens and costs only grow. */
function sumOf(column: Float64Array, order: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) {
    const x = column[order[k] as number] as number;
    if (x > 0) sum += x;
  }
  return sum;
}

function extrasOf(extras: Uint16Array, order: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += extras[order[k] as number] as number;
  return sum;
}

function restore({ header, arrays }: Packed, layout: ModelLayout): WindowProfile {
  const number = (name: string): number => Number(header[name] ?? 0);
  const profile = new WindowProfile(layout, number('start_ms'), number('end_ms'));
  profile.rows = number('rows');
  profile.latency.sum = number('latency_sum');
  profile.firstToken.sum = number('first_token_sum');
  profile.tokensInput = number('tokens_input');
  profile.tokensOutput = number('tokens_output');
  profile.cost = number('cost');
  profile.missingKeys = number('missing_keys');
  profile.extraKeys = number('extra_keys');
  const counts = arrays['counts'];
  if (counts?.length === layout.slots) {
    profile.counts.set(counts);
    profile.firstValue.set(arrays['first_value'] ?? []);
    profile.varies.set(arrays['varies'] ?? []);
  }
  profile.outcomes.set(arrays['outcomes'] ?? []);
  profile.latency.buckets.set(arrays['latency'] ?? []);
  profile.firstToken.buckets.set(arrays['first_token'] ?? []);
  const sketch = arrays['sketch'];
  if (sketch instanceof Uint8Array) profile.latencySketch = LogSketch.decode(sketch);
  return profile;
}
