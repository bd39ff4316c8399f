import { OUTCOMES } from '../contract/index.js';
import type { WindowProfile } from '../profile/index.js';

/** The additive numbers of a model version that do not depend on its baseline. Doubles: exact up to 2^53. */
export class TrafficTotals {
  readonly bounds: Float64Array;
  readonly outcomes = new Float64Array(OUTCOMES.length);
  readonly latency: Float64Array;
  readonly firstToken: Float64Array;
  /** latency sum, first token sum, input tokens, output tokens, cost, missing keys, extra keys, rows. */
  readonly sums = new Float64Array(8);

  constructor(bounds: Float64Array) {
    this.bounds = bounds;
    this.latency = new Float64Array(bounds.length + 1);
    this.firstToken = new Float64Array(bounds.length + 1);
  }

  /** Adds a window. Durations of a window with other buckets add to count and sum only through their nearest bounds. */
  add(window: WindowProfile): void {
    add(this.outcomes, window.outcomes);
    addDurations(this.latency, this.bounds, window.latency.buckets, window.layout.latencyBounds);
    addDurations(this.firstToken, this.bounds, window.firstToken.buckets, window.layout.latencyBounds);
    const s = this.sums;
    s[0] = (s[0] as number) + window.latency.sum;
    s[1] = (s[1] as number) + window.firstToken.sum;
    s[2] = (s[2] as number) + window.tokensInput;
    s[3] = (s[3] as number) + window.tokensOutput;
    s[4] = (s[4] as number) + window.cost;
    s[5] = (s[5] as number) + window.missingKeys;
    s[6] = (s[6] as number) + window.extraKeys;
    s[7] = (s[7] as number) + window.rows;
  }

  clone(): TrafficTotals {
    const copy = new TrafficTotals(this.bounds);
    copy.outcomes.set(this.outcomes);
    copy.latency.set(this.latency);
    copy.firstToken.set(this.firstToken);
    copy.sums.set(this.sums);
    return copy;
  }
}

function add(into: Float64Array, from: ArrayLike<number>): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (from[i] ?? 0);
}

/** Buckets with the same bounds are added one by one; others go to the bucket that holds their upper bound. */
function addDurations(into: Float64Array, bounds: Float64Array, from: Float64Array, fromBounds: Float64Array): void {
  const isSame = bounds.length === fromBounds.length && bounds.every((bound, i) => bound === fromBounds[i]);
  if (isSame) return add(into, from);
  from.forEach((count, i) => {
    const upper = fromBounds[i] ?? Infinity;
    let at = bounds.findIndex((bound) => upper <= bound);
    if (at < 0) at = bounds.length;
    into[at] = (into[at] as number) + count;
  });
}
