import type { SegmentTables } from '../drift/index.js';
import { fineBinCount, judgedCounts, type WindowProfile } from '../profile/index.js';
import type { ActiveBaseline } from './active-baseline.js';
import type { SegmentReference } from './active-segments.js';

/** The tables of each segment of a window that was counted under `active`; undefined where it is not divided. */
export function segmentTables(
  { layout, segments }: WindowProfile,
  { segments: active, counted }: ActiveBaseline,
): SegmentTables[] | undefined {
  if (!active || !segments) return undefined;
  return active.labels.map((segment, i) => {
    const counts = segments.of(i);
    const { kind, tables } = active.references[i] as SegmentReference;
    const features = tables.flatMap((reference, f) => {
      const bins = counted[f]?.layout;
      if (!reference || !bins) return [];
      const offset = layout.offsets[f] as number;
      const absent = offset + fineBinCount(bins);
      return [
        {
          ...reference,
          current: judgedCounts(bins, counts, offset),
          currentMissing: counts[absent] ?? 0,
          currentInvalid: counts[absent + 1] ?? 0,
        },
      ];
    });
    return { segment, reference: kind, rows: segments.rows[i] as number, features };
  });
}
