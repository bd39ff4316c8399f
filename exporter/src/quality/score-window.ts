import type { QualityReference } from '../baseline/index.js';
import type { Measure, QualitySettings, QualityVerdict, SegmentQuality } from '../contract/index.js';
import { estimateWindow } from './estimates/estimate-window.js';
import { fairnessGaps } from './fairness/fairness-gaps.js';
import { Z95 } from '../statistics/index.js';
import { judgeQuality } from './judge-quality.js';
import { isPositive } from './measures/binary-rows.js';
import { taskMeasures } from './measures/task-measures.js';
import type { PredictionRows } from './performance/prediction-rows.js';
import { segmentQuality, type SegmentsOfWindow } from './segments/segment-quality.js';

/** One window of one model version: every prediction that the join keeps, with the labels that came for them. */
export interface QualityWindow {
  readonly rows: PredictionRows;
  readonly settings: QualitySettings;
  /** The section `quality` of the active baseline; null for none. */
  readonly reference: QualityReference | null;
  /** How it is divided; null, or absent, for not. */
  readonly segments?: SegmentsOfWindow | null;
  /** Whether labels can be taken for complete: enough of them came, or enough time went by. */
  readonly isMature: boolean;
}

/** What a verdict of quality says of its rows; who was judged, when and by what is the caller's to add. */
export type WindowQuality = Pick<QualityVerdict, 'state' | 'reason' | 'measures' | 'baseline' | 'estimated' | 'fairness' | 'segments'>;

/**
 * The quality of a window: measures with intervals of 95 %, whether quality was lost, gaps between groups, and what is expected without labels.
 *
 * Returns: `immature` before its labels can be taken for complete, because early labels are biased: no measures and no gaps then, only
 *          estimates. `insufficient` under min_samples, without measures; also where the deciding metric is not defined for these rows, has
 *          no interval or nothing to be compared with, and then the measures that are defined are there. Else `degraded` or `kept`, see
 *          judgeQuality. Whoever exports this exports the measures that are there, in any state: one that is not defined has a null value.
 * Compared with: what the reference had, where it is of the same task and positive class; else `expected`. Pure: the same input, the same answer.
 */
export function scoreWindow({ rows, settings, reference, segments, isMature }: QualityWindow): WindowQuality {
  const own = reference !== null && isComparable(reference, settings) ? reference : null;
  const baseline = baselineOf(own, settings);
  const estimated = own?.estimate ? estimateWindow(rows, settings, own.estimate, Z95) : [];
  const shared = { baseline, estimated, fairness: [] };
  if (!isMature) return { ...shared, state: 'immature', reason: 'labels of this window may still come', measures: [] };
  const { labelled, measures } = taskMeasures(rows, settings);
  const parts = segments ? { segments: segmentQuality(rows, comparable(segments, own), settings, wholeOf(own, settings)) } : {};
  if (labelled < settings.min_samples) {
    const what = settings.task === 'ranking' ? 'whole lists' : 'labelled rows';
    const reason = `${labelled} ${what}, ${settings.min_samples} are needed`;
    return { ...shared, ...parts, state: 'insufficient', reason, measures: [] };
  }
  const all = measures(Z95);
  const deciding = all.find(({ metric }) => metric === settings.metric);
  const judged = deciding
    ? judgeQuality(deciding, baseline[settings.metric] ?? null, settings)
    : { state: 'insufficient' as const, reason: `${settings.metric} is no metric of a ${settings.task} model` };
  const reason = withSegments(judged.reason, parts.segments ?? []);
  return { ...shared, ...parts, ...judged, reason, measures: all, fairness: fairnessGaps(rows, settings) };
}

/** The state is that of the whole, with segments or without; which of them lost quality is named beside it. */
function withSegments(reason: string, segments: readonly SegmentQuality[]): string {
  const degraded = segments.filter(({ state }) => state === 'degraded').map(({ segment }) => segment);
  if (degraded.length === 0) return reason;
  return `${reason}; degraded ${degraded.length === 1 ? 'segment' : 'segments'}: ${degraded.join(', ')}`;
}

/** Parts of a reference of another task say nothing of this one. */
function comparable(segments: SegmentsOfWindow, own: QualityReference | null): SegmentsOfWindow {
  return own ? segments : { ...segments, references: [] };
}

/** What the whole is compared with, as segments are that the reference does not tell apart. What is only expected is taken as exact. */
function wholeOf(own: QualityReference | null, { metric, expected }: QualitySettings): Measure | null {
  const known = own?.measures.find((one) => one.metric === metric);
  if (known && known.value !== null) return known;
  return expected === null ? null : { metric, value: expected, lower: expected, upper: expected, n: 0 };
}

/** Whether the reference was measured for the same task, with the same positive class. */
function isComparable({ task, positive }: QualityReference, settings: QualitySettings): boolean {
  if (task !== settings.task) return false;
  return task !== 'binary' || positive === settings.positive || isPositive(positive ?? '1', settings.positive);
}

/** What to compare with, by metric: what the reference had; for the deciding metric `expected`, where the reference does not say. */
function baselineOf(reference: QualityReference | null, { metric, expected }: QualitySettings): Record<string, number> {
  const known = (reference?.measures ?? []).flatMap(({ metric: name, value }) => (value === null ? [] : [[name, value] as const]));
  return { ...(expected === null ? {} : { [metric]: expected }), ...Object.fromEntries(known) };
}
