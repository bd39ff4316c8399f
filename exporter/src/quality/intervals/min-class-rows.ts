/**
 * Rows that the rarer class needs before a measure of ranking by score (ROC, precision and recall) has an interval.
 * Why 30:    with 10 of them an interval of 95 % held the true area in 87 % of simulated windows; from 30 on the law of large numbers does
 *            its part (docs/measurements/interval-coverage.md).
 * Too low:   intervals that are too narrow, and pages for chance. Too high: models of rare classes get no verdict.
 * Change it: in code, with the measurement; longer windows are what a model of a rare class needs.
 * Pinned by: quality/interval-coverage.test.ts
 */
export const MIN_CLASS_ROWS = 30;
