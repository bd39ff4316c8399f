import { OUTCOMES } from '../contract/index.js';
import { LARGEST_AMOUNT, type Batch } from '../events/index.js';
import { Costs } from './costs.js';
import { addLatencies, type LatencyCounts } from './latency-buckets.js';
import type { LogSketch } from './log-sketch.js';
import { pack, sizedArray, unpack } from './packed.js';
import { priceOf, type PriceList } from './price-list.js';

const OK = OUTCOMES.indexOf('ok');

/** Sums in an encoded record. */
const SUM_COUNT = 7;

/**
 * The additive numbers of a model version that do not depend on its baseline: requests, latency, tokens, cost, schema.
 *
 * Memory: 8 bytes a bucket and histogram, and one number a currency. Doubles: exact up to 2^53.
 * Merge:  counts and tokens to the bit in any order; sums of seconds and money to a relative 1e-9 for up to 1e9 rows.
 */
export class TrafficTotals {
  readonly bounds: Float64Array;
  /** Rows whose inputs were counted; requests are the sum of the outcomes. */
  rows = 0;
  readonly outcomes = new Float64Array(OUTCOMES.length);
  readonly latency: LatencyCounts;
  readonly firstToken: LatencyCounts;
  tokensInput = 0;
  tokensOutput = 0;
  costs = new Costs();
  /** Times that a feature of the layout was not in a record at all. */
  missingKeys = 0;
  /** Keys of the features object that the layout does not know. */
  extraKeys = 0;

  /** @param bounds upper bounds of the latency buckets in seconds, ascending, without +Inf */
  constructor(bounds: ArrayLike<number>) {
    this.bounds = Float64Array.from(bounds);
    this.latency = { buckets: new Float64Array(bounds.length + 1), sum: 0 };
    this.firstToken = { buckets: new Float64Array(bounds.length + 1), sum: 0 };
  }

  /** Adds the rows `order[from..to)` to the inputs that were seen. */
  addInputs({ columns, plan }: Batch, order: Int32Array, from: number, to: number): void {
    this.rows += to - from;
    if (plan.featuresAt) this.extraKeys += extrasOf(columns.extras, order, from, to);
  }

  /**
   * Adds the requests `order[from..to)`. Their cost is what the log says; where the source maps none, it follows from the price.
   * In a log that is a sample each row stands for several requests: counts, tokens and costs are those of all of them, while
   * latencies are counted as they were seen: the quantiles of a uniform sample are those of the whole.
   *
   * @param sketch takes the latencies of answered requests too; null for none
   */
  addRequests(batch: Batch, order: Int32Array, from: number, to: number, price: PriceList | null, sketch: LogSketch | null): void {
    const { columns, plan, outcomes, units, costCurrency } = batch;
    const { roles } = plan;
    const { weights } = columns;
    const column = (role: number): Float64Array => columns.values[role] as Float64Array;
    let answered = 0;
    const own = this.outcomes;
    for (let k = from; k < to; k++) {
      const r = order[k] as number;
      const outcome = outcomes[r] as number;
      const weight = weights === undefined ? 1 : (weights[r] as number);
      own[outcome] = (own[outcome] as number) + weight;
      if (outcome === OK) answered += weight;
    }
    if (roles.latency >= 0)
      addLatencies(column(roles.latency), outcomes, order, from, to, units.latencyPerSecond, this.bounds, this.latency, sketch);
    if (roles.timeToFirstToken >= 0)
      addLatencies(
        column(roles.timeToFirstToken),
        outcomes,
        order,
        from,
        to,
        units.firstTokenPerSecond,
        this.bounds,
        this.firstToken,
        null,
      );
    const tokensInput = roles.tokensInput >= 0 ? sumOf(column(roles.tokensInput), weights, order, from, to) : 0;
    const tokensOutput = roles.tokensOutput >= 0 ? sumOf(column(roles.tokensOutput), weights, order, from, to) : 0;
    this.tokensInput += tokensInput;
    this.tokensOutput += tokensOutput;
    if (roles.cost >= 0 && costCurrency !== null) this.costs.add(costCurrency, sumOf(column(roles.cost), weights, order, from, to));
    else if (price) this.costs.add(price.currency, priceOf(price, answered, tokensInput, tokensOutput));
  }

  /**
   * Adds other totals; they are not changed.
   *
   * @throws RangeError when the latency buckets differ (see `absorb`)
   */
  merge(other: TrafficTotals): void {
    if (!this.hasBounds(other.bounds)) throw new RangeError('traffic totals with different latency buckets cannot be merged');
    this.#add(other);
  }

  hasBounds(bounds: ArrayLike<number>): boolean {
    return this.bounds.length === bounds.length && this.bounds.every((bound, i) => bound === bounds[i]);
  }

  /**
   * Adds totals that may be counted in other latency buckets, because the configuration changed them since: the counts of a
   * bucket go to the one that holds its upper bound, so no duration becomes shorter, and counts and sums stay what they were.
   */
  absorb(other: TrafficTotals): void {
    this.#add(other);
  }

  /** The same totals in other latency buckets (see `absorb`). */
  rebucketed(bounds: ArrayLike<number>): TrafficTotals {
    const moved = new TrafficTotals(bounds);
    moved.#add(this);
    return moved;
  }

  encode(): Uint8Array {
    const { rows, tokensInput, tokensOutput, missingKeys, extraKeys } = this;
    return pack({
      header: { costs: this.costs.toJson() },
      arrays: {
        bounds: this.bounds,
        outcomes: this.outcomes,
        latency: this.latency.buckets,
        first_token: this.firstToken.buckets,
        sums: Float64Array.of(rows, this.latency.sum, this.firstToken.sum, tokensInput, tokensOutput, missingKeys, extraKeys),
      },
    });
  }

  /** The inverse of `encode`; null where the bytes are damaged. */
  static decode(bytes: Uint8Array): TrafficTotals | null {
    const packed = unpack(bytes);
    const bounds = packed?.arrays['bounds'];
    if (!packed || !(bounds instanceof Float64Array)) return null;
    const totals = new TrafficTotals(bounds);
    const outcomes = sizedArray(packed, 'outcomes', OUTCOMES.length);
    const latency = sizedArray(packed, 'latency', bounds.length + 1);
    const firstToken = sizedArray(packed, 'first_token', bounds.length + 1);
    const sums = sizedArray(packed, 'sums', SUM_COUNT);
    const costs = packed.header['costs'];
    if (!outcomes || !latency || !firstToken || !sums || !isCosts(costs)) return null;
    const [rows = 0, latencySum = 0, firstTokenSum = 0, tokensInput = 0, tokensOutput = 0, missingKeys = 0, extraKeys = 0] = sums;
    totals.outcomes.set(outcomes);
    totals.latency.buckets.set(latency);
    totals.firstToken.buckets.set(firstToken);
    totals.latency.sum = latencySum;
    totals.firstToken.sum = firstTokenSum;
    totals.costs = Costs.fromJson(costs);
    return Object.assign(totals, { rows, tokensInput, tokensOutput, missingKeys, extraKeys });
  }

  #add(other: TrafficTotals): void {
    this.rows += other.rows;
    addCounts(this.outcomes, other.outcomes);
    addBuckets(this.latency.buckets, this.bounds, other.latency.buckets, other.bounds);
    addBuckets(this.firstToken.buckets, this.bounds, other.firstToken.buckets, other.bounds);
    this.latency.sum += other.latency.sum;
    this.firstToken.sum += other.firstToken.sum;
    this.tokensInput += other.tokensInput;
    this.tokensOutput += other.tokensOutput;
    this.costs.merge(other.costs);
    this.missingKeys += other.missingKeys;
    this.extraKeys += other.extraKeys;
  }
}

/** Adds counts one by one; both have the same length. */
export function addCounts(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (from[i] as number);
}

/** Where the bounds agree this adds bucket by bucket. */
function addBuckets(into: Float64Array, bounds: Float64Array, from: Float64Array, fromBounds: Float64Array): void {
  from.forEach((count, i) => {
    const upper = fromBounds[i] ?? Infinity;
    const found = bounds.findIndex((bound) => upper <= bound);
    const at = found < 0 ? bounds.length : found;
    into[at] = (into[at] as number) + count;
  });
}

/** Absent, negative and unbelievable values add nothing: tokens and costs only grow, and one infinity would end the sum. */
function sumOf(column: Float64Array, weights: Float64Array | undefined, order: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) {
    const r = order[k] as number;
    const x = column[r] as number;
    if (x > 0 && x <= LARGEST_AMOUNT) sum += weights === undefined ? x : x * (weights[r] as number);
  }
  return sum;
}

function extrasOf(extras: Uint16Array, order: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += extras[order[k] as number] as number;
  return sum;
}

function isCosts(value: unknown): value is [string, number][] {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number');
}
