import { fineCounts, type BaselineFeature } from '../baseline/index.js';
import type { DriftSettings, ModelVerdict } from '../contract/index.js';
import { judgeByPolicy, type BinnedColumn, type PeerPolicy, type Streaks } from '../drift/index.js';
import { fineBinCount, type WindowProfile } from '../profile/index.js';
import type { ActiveBaseline, CountedReference } from './active-baseline.js';

/** The verdict of another tool's policy on a window that was counted under `active`. */
export function judgeLikePeer(
  policy: PeerPolicy,
  { layout, counts, rows }: WindowProfile,
  { baseline, counted }: ActiveBaseline,
  settings: DriftSettings,
  streaks: Streaks,
): ModelVerdict {
  const features: readonly (BaselineFeature | null)[] = [...baseline.features, baseline.prediction];
  const columns = counted.map(({ layout: bins, fine, evidence }: CountedReference, i): BinnedColumn => {
    const offset = layout.offsets[i] as number;
    const absent = offset + fineBinCount(bins);
    return {
      feature: fine.feature,
      type: fine.type,
      bins: fine.bins,
      reference: fine.reference,
      current: fineCounts(features[i] as BaselineFeature, bins, counts, offset),
      referenceMissing: fine.referenceMissing,
      currentMissing: counts[absent] ?? 0,
      referenceInvalid: fine.referenceInvalid,
      currentInvalid: counts[absent + 1] ?? 0,
      policy: evidence,
    };
  });
  const prediction = layout.prediction === null ? null : (columns.pop() ?? null);
  return judgeByPolicy(policy, { rows, features: columns, prediction, settings, streaks });
}
