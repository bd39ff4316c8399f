import type { Measure, QualitySettings, SegmentQuality } from '../../contract/index.js';
import { adjustForManyTests, chiSquareUpperTail } from '../../drift/index.js';
import { Z95 } from '../../statistics/index.js';
import { measureOf } from '../measures/measure.js';
import { taskMeasures, type TaskMeasures } from '../measures/task-measures.js';
import { metricOf } from '../metric-table.js';
import type { Groups, PredictionRows } from '../performance/prediction-rows.js';
import { excludingZ } from './excluding-z.js';
import { rowsBySegment } from './segment-reference.js';

/** How a window is divided, and what each part is compared with. */
export interface SegmentsOfWindow {
  /** The segment of each row, as intoSegments made them; -1 for rows of which it is not known. */
  readonly groups: Groups;
  /** In the order of the names: the measures of the same segment of the reference, with intervals of 95 %; null where it does not tell it apart. */
  readonly references: readonly (readonly Measure[] | null)[];
  /** Share of the predictions of a segment that must have a label; 0 once the window is old. */
  readonly matureFrom: number;
}

/**
 * Share of the windows without any loss in which some segment may be called degraded: the level of one interval of 95 %.
 * Why 0.05:  it is the level that the window as a whole is judged by.
 * Too low:   losses of small segments are told late. Too high: with many segments there is always one that is called degraded.
 * Change it: in code. Pinned by: segment-quality.test.ts
 */
const FALSE_DISCOVERIES = 0.05;

interface Tested {
  readonly verdict: Omit<SegmentQuality, 'p_value' | 'q_value'>;
  /** Null where there is nothing to judge by. */
  readonly p: number | null;
}

/**
 * The quality of each segment of a window, and whether it lost any against the same segment of the reference.
 *
 * Formula: for d = value - reference, with both intervals [l, u] of one z, d lies between d - sqrt((v - l_v)^2 + (u_r - r)^2) and
 *          d + sqrt((u_v - v)^2 + (r - l_r)^2); beyond the margin as in judgeQuality. The p-value is that of the widest interval that still lies
 *          beyond it; q is Benjamini-Hochberg over the segments with a p-value. degraded <=> q < 0.05.
 * Why:     of many segments one always looks worse than it is, so that each of them by its own interval would call a loss every few windows.
 *          And the reference of a segment is small: as if it were known exactly, its chance would be taken for a loss.
 * Guard:   `insufficient` under min_samples labelled rows, and where metric or reference have no value or interval; `immature` where the
 *          segment itself has too few of its labels, although the window as a whole has enough: those that came early are biased.
 * Returns: one entry a segment, in the order of the names. Where the reference does not tell the segment apart it is that of all rows, `pooled`.
 * Source:  Zou and Donner 2008 for the interval; Benjamini and Hochberg 1995.
 */
export function segmentQuality(
  rows: PredictionRows,
  { groups, references, matureFrom }: SegmentsOfWindow,
  settings: QualitySettings,
  whole: Measure | null,
): SegmentQuality[] {
  const parts = rowsBySegment(rows, groups);
  const tested = groups.names.map((segment, i): Tested => {
    const own = references[i] ?? null;
    const expected = own ? (own.find(({ metric }) => metric === settings.metric) ?? null) : whole;
    return testSegment(parts[i] as PredictionRows, { segment, expected, reference: own ? 'own' : 'pooled', matureFrom }, settings);
  });
  const adjusted = adjustForManyTests(tested.flatMap(({ p }) => (p === null ? [] : [p])));
  let next = 0;
  return tested.map(({ verdict, p }) => {
    if (p === null) return { ...verdict, p_value: null, q_value: null };
    const q = adjusted[next++] as number;
    return { ...verdict, state: q < FALSE_DISCOVERIES ? 'degraded' : 'kept', p_value: p, q_value: q };
  });
}

interface Compared {
  readonly segment: string;
  readonly reference: SegmentQuality['reference'];
  readonly expected: Measure | null;
  readonly matureFrom: number;
}

function testSegment(part: PredictionRows, { segment, reference, expected, matureFrom }: Compared, settings: QualitySettings): Tested {
  const measured = taskMeasures(part, settings);
  const { labelled } = measured;
  const shared = { segment, predictions: part.n, labelled, reference, expected: expected?.value ?? null };
  const without = (state: SegmentQuality['state'], reason: string, measures: Measure[] = []): Tested => ({
    verdict: { ...shared, state, reason, measures },
    p: null,
  });
  if (part.n > 0 && labelled / part.n < matureFrom) return without('immature', 'labels of this segment may still come');
  if (labelled < settings.min_samples) return without('insufficient', `${labelled} labelled, ${settings.min_samples} are needed`);
  const measures = measured.measures(Z95);
  const { metric } = settings;
  const value = measures.find((one) => one.metric === metric)?.value ?? null;
  if (value === null) return without('insufficient', `${metric} is not defined for these rows`, measures);
  if (expected === null || expected.value === null) return without('insufficient', `${metric} has nothing to be compared with`, measures);
  const z = excludingZ((at) => beyondMargin(measureAt(measured, metric, at), expected, settings, at));
  if (z === null) return without('insufficient', `these rows give ${metric} no interval`, measures);
  const reason = `${metric} is ${words(value)}, expected ${words(expected.value)}`;
  return { verdict: { ...shared, state: 'kept', reason, measures }, p: chiSquareUpperTail(z * z, 1) };
}

function measureAt(measured: TaskMeasures, metric: string, z: number): Measure {
  return measured.measures(z, [metric])[0] ?? measureOf(metric, null, 0);
}

/** How far the interval of the difference lies beyond the margin; above 0 where all of it does, null without an interval. */
function beyondMargin(measure: Measure, expected: Measure, { task, metric, margin }: QualitySettings, z: number): number | null {
  const { value, lower, upper } = measure;
  if (value === null || lower === null || upper === null || expected.value === null) return null;
  // The reference keeps one interval; others are as much wider as their z.
  const scaled = z / Z95;
  const under = scaled * (expected.value - (expected.lower ?? expected.value));
  const over = scaled * ((expected.upper ?? expected.value) - expected.value);
  const difference = value - expected.value;
  const most = difference + Math.hypot(upper - value, under);
  const least = difference - Math.hypot(value - lower, over);
  const better = metricOf(task, metric)?.better ?? 'higher';
  const below = better === 'lower' ? -Infinity : -margin - most;
  const above = better === 'higher' ? -Infinity : least - margin;
  return Math.max(below, above);
}

/** Four significant digits are what people compare. */
function words(value: number): string {
  return String(Number(value.toPrecision(4)));
}
