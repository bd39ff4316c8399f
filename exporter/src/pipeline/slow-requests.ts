import type { TrafficTotals } from '../profile/index.js';

/**
 * Answered requests that were slower than the threshold of the latency objective, as a counter that only grows.
 *
 * They are read off the latency histogram, in which the threshold is a bound. Another threshold makes another number of the same
 * past; what was shown until then is carried on, because Prometheus would take a jump for an hour of slow answers and page.
 */
export class SlowRequests {
  thresholdSeconds: number | null = null;
  /** What is added to the histogram's number, so that the counter goes on where it was. */
  offset = 0;

  /** The counter as it stands; null without a threshold. */
  shown(totals: TrafficTotals): number | null {
    return this.thresholdSeconds === null ? null : slowerThan(totals, this.thresholdSeconds) + this.offset;
  }

  /**
   * Goes on under another threshold.
   *
   * @param before the totals in buckets that have the former threshold as a bound; `after`: the same in those of the new one
   * @returns whether anything changed
   */
  follow(thresholdSeconds: number | null, before: TrafficTotals, after: TrafficTotals): boolean {
    if (thresholdSeconds === this.thresholdSeconds) return false;
    const shown = this.shown(before);
    this.thresholdSeconds = thresholdSeconds;
    this.offset = shown === null || thresholdSeconds === null ? 0 : shown - slowerThan(after, thresholdSeconds);
    return true;
  }
}

/** Answers above a bound of the histogram; a latency equal to it is within, as Prometheus reads `le`. */
function slowerThan({ bounds, latency }: TrafficTotals, seconds: number): number {
  let sum = 0;
  for (let i = 0; i <= bounds.length; i++) if ((bounds[i] ?? Infinity) > seconds) sum += latency.buckets[i] as number;
  return sum;
}
