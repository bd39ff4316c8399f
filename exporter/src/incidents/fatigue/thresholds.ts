/**
 * Pages of one shift that people can work on.
 * Why 2:    an incident takes about six hours from the page to what is written about it (Google SRE, chapter 11), and a shift has twelve.
 * Too low:  every shift is overloaded. Too high: none is, and nobody sees that there is no time left to mend causes.
 */
export const PAGES_PER_SHIFT = 2;

/**
 * Incidents of a rule, or verdicts on them, that a suggestion needs.
 * Why 5:    if a rule were right in half of its alerts, five wrong ones in a row would come once in 32 times.
 * Too low:  two bad nights change a rule. Too high: what tires people goes on for months.
 */
export const LEAST_INCIDENTS = 5;

/** Share of the incidents of a rule that must speak for a change: four of five, so that the exception does not decide. */
export const CLEAR_SHARE = 0.8;

/**
 * Share of true alerts below which a page wakes people for nothing more often than not; demoted only if even the upper end of the
 * interval of 95 % lies below it.
 */
export const POOR_PRECISION = 0.5;

/** By how much `for` can be raised, in seconds. Beyond an hour a page is none. */
export const LONGER_SECONDS = [120, 300, 600, 900, 1800, 3600] as const;

/** Share of the alerts of a rule that a longer `for` must keep away; below it the delay is not worth it. */
export const WORTHWHILE_SHARE = 0.5;
