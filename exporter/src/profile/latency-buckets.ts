import { OUTCOMES } from '../contract/index.js';
import { LONGEST_DURATION_SECONDS } from '../events/index.js';
import type { LogSketch } from './log-sketch.js';

const OK = OUTCOMES.indexOf('ok');

/** Counts per bucket (not cumulative, the last is +Inf) and the sum in seconds. */
export interface LatencyCounts {
  readonly buckets: Float64Array;
  sum: number;
}

/**
 * Adds the durations of rows `order[from..to)` with outcome ok to a histogram; a value equal to a bound belongs to that
 * bound's bucket, as Prometheus reads `le`. Absent and unbelievable durations are passed over.
 *
 * @param perSecond what a value is divided by to get seconds
 * @param sketch takes the same values for quantiles; null for none
 */
export function addLatencies(
  column: Float64Array,
  outcomes: Uint8Array,
  order: Int32Array,
  from: number,
  to: number,
  perSecond: number,
  bounds: Float64Array,
  into: LatencyCounts,
  sketch: LogSketch | null,
): void {
  const { buckets } = into;
  const last = bounds.length;
  let sum = into.sum;
  for (let k = from; k < to; k++) {
    const r = order[k] as number;
    if (outcomes[r] !== OK) continue;
    const raw = column[r] as number;
    const x = raw / perSecond;
    if (!(x >= 0 && x <= LONGEST_DURATION_SECONDS)) continue;
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (x > (bounds[middle] as number)) low = middle + 1;
      else high = middle;
    }
    buckets[low] = (buckets[low] as number) + 1;
    sum += x;
    sketch?.add(x);
  }
  into.sum = sum;
}
