import { incidentsError } from './errors.js';

/** Quantile 0.95 of the standard normal distribution: both sides together leave 10 %. */
const Z_95 = 1.6448536269514722;
/** Shortest duration that is told from others: a logarithm needs one above 0. */
const SHORTEST = 1;

/**
 * Interval of 90 % for the mean of durations that are about log-normal, which those of incidents are: a few are very long.
 *
 * Formula: exp(m + s^2/2 +- t sqrt(s^2/n + s^4/(2 (n - 1)))) with m and s^2 mean and variance of the logarithms, t with n - 1
 *          degrees of freedom. Durations below 1 count as 1.
 * Shape:   at least two durations, else null: one incident says nothing about the mean.
 * Unit:    that of the durations (seconds).
 * Errors:  INCIDENTS_DURATIONS.
 * Source:  Olsson 2005, J. Stat. Educ. 13(1), "modified Cox"; statistics.test.ts measures how often it holds the truth.
 * Not for: durations with two clusters; it is centred on the mean of the log-normal, which then is not that of the sample.
 */
export function meanInterval(durations: readonly number[]): { lower: number; upper: number } | null {
  if (!durations.every((d) => Number.isFinite(d) && d >= 0))
    throw incidentsError('INCIDENTS_DURATIONS', { call: 'meanInterval', found: durations.length });
  const n = durations.length;
  if (n < 2) return null;
  const { mean, variance } = logMoments(durations);
  const centre = mean + variance / 2;
  const half = studentT95(n - 1) * Math.sqrt(variance / n + variance ** 2 / (2 * (n - 1)));
  return { lower: Math.exp(centre - half), upper: Math.exp(centre + half) };
}

/** Mean and variance (n - 1) of the logarithms. */
export function logMoments(durations: readonly number[]): { mean: number; variance: number } {
  const logs = durations.map((duration) => Math.log(Math.max(SHORTEST, duration)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, logs.length - 1);
  return { mean, variance };
}

/**
 * Quantile 0.95 of Student's t: exact for 1 and 2 degrees of freedom, else the expansion of Cornish and Fisher, off by less than 0.002.
 * Source: Abramowitz and Stegun 26.7.5.
 */
export function studentT95(degrees: number): number {
  if (degrees <= 1) return 6.313751514675041;
  if (degrees < 3) return 2.919985580353725;
  const z = Z_95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}
