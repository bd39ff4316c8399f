/**
 * Longest duration of one inference that is believed.
 * Why 1e7 s: 116 days; batch jobs run for days, nothing runs for months. A longer one is a log with another unit than configured.
 * Too low:   long jobs are rejected. Too high: one wrong value of 1e18 swallows every later one in the sum (doubles hold 16 digits).
 * Pinned by: row-router.test.ts
 */
export const LONGEST_DURATION_SECONDS = 1e7;

/**
 * Largest number of tokens, or amount of money, of one record that is believed.
 * Why 1e12:  far beyond any request; a thousand of them still add up exactly in a double.
 * Too high:  one infinity or 1e300 in a log would end the sum for good.
 * Pinned by: profile/traffic-totals.test.ts
 */
export const LARGEST_AMOUNT = 1e12;

/** Oldest event time that is believed: an inference log cannot be older than the epoch it counts from. */
export const EARLIEST_MS = 0;

/** Whether an event time is neither before the epoch nor, as far as the clock can tell, in the future. */
export function isBelieved(timeMs: number, latestMs: number): boolean {
  return timeMs >= EARLIEST_MS && timeMs <= latestMs;
}
