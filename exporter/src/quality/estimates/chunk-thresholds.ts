import type { Measure } from '../../contract/index.js';
import type { QualityMetric } from '../metric-table.js';

/** Standard deviations around the mean. Why 3: NannyML's default, so that both tools alert at the same values; pinned by california-housing.test.ts. */
const DEVIATIONS = 3;

/** Values outside of these are unlike every stretch of the reference; null for no bound. */
export interface ChunkThresholds {
  readonly metric: string;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * What a metric may be in a chunk, learned from the chunks of the reference.
 *
 * Formula: mean -+ 3 standard deviations (divisor n) of the values with labels, kept within the range of the metric.
 * Returns: no bounds where fewer than two chunks have a value: there is no spread to learn from.
 * Source:  NannyML's StandardDeviationThreshold. It counts a precision without any row predicted positive as 0; here it is left out.
 * Not for: chunks of another size: smaller ones vary more.
 */
export function chunkThresholds({ name, range }: QualityMetric, chunks: readonly (readonly Measure[])[]): ChunkThresholds {
  const values = chunks.flatMap((measures) => measures.flatMap(({ metric, value }) => (metric === name && value !== null ? [value] : [])));
  if (values.length < 2) return { metric: name, lower: null, upper: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const [least, most] = range;
  return {
    metric: name,
    lower: Math.max(mean - DEVIATIONS * deviation, least ?? -Infinity),
    upper: Math.min(mean + DEVIATIONS * deviation, most ?? Infinity),
  };
}

/** Whether a value lies outside of the thresholds of its metric. */
export function isOutside(value: number | null, thresholds: ChunkThresholds | undefined): boolean {
  if (value === null || !thresholds) return false;
  return (thresholds.lower !== null && value < thresholds.lower) || (thresholds.upper !== null && value > thresholds.upper);
}
