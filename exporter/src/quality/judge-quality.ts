import type { Measure, QualitySettings, QualityVerdict } from '../contract/index.js';
import { metricOf } from './metric-table.js';

/** The state of a window that is mature, with the sentence for it. */
export type QualityJudgement = Pick<QualityVerdict, 'state' | 'reason'>;

/**
 * Whether a measure shows that quality was lost.
 *
 * Formula: degraded <=> the whole interval lies beyond expected - margin (metrics that are better high), beyond expected + margin (better
 *          low), or outside of expected -+ margin (a bias). A value that is worse without its interval being so is kept: the rows do not
 *          show more.
 * Returns: insufficient where the measure is not defined for the rows, where it has no interval, and where there is nothing to compare it with.
 */
export function judgeQuality(measure: Measure, expected: number | null, { task, metric, margin }: QualitySettings): QualityJudgement {
  const { value, lower, upper } = measure;
  if (value === null) return { state: 'insufficient', reason: `${metric} is not defined for these rows` };
  if (expected === null) return { state: 'insufficient', reason: `${metric} is ${words(value)}; there is nothing to compare it with` };
  if (lower === null || upper === null)
    return { state: 'insufficient', reason: `${metric} is ${words(value)}; these rows give it no interval` };
  const better = metricOf(task, metric)?.better ?? 'higher';
  const isBelow = better !== 'lower' && upper < expected - margin;
  const isAbove = better !== 'higher' && lower > expected + margin;
  const found = `${metric} is ${words(value)} [${words(lower)}, ${words(upper)}]`;
  if (isBelow)
    return { state: 'degraded', reason: `${found}, wholly below ${words(expected - margin)} (${words(expected)} - ${words(margin)})` };
  if (isAbove)
    return { state: 'degraded', reason: `${found}, wholly above ${words(expected + margin)} (${words(expected)} + ${words(margin)})` };
  return { state: 'kept', reason: `${found}; expected ${words(expected)}, margin ${words(margin)}` };
}

/** Four significant digits are what people compare. */
function words(value: number): string {
  return String(Number(value.toPrecision(4)));
}
