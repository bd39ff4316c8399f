import type { NamedParts } from '../../events/index.js';
import { EARLIEST_MS } from '../../events/index.js';
import { WindowProfile, type ModelLayout } from '../../profile/index.js';
import { SnapshotRefusal } from './snapshot-refusal.js';
import type { CountedTable } from './snapshot-tables.js';

/** What a snapshot covers, [startMs, endMs). */
export interface SnapshotSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The time of a snapshot: from its time column (first to last row), else from its name (the day, hour and so on that it names),
 * else the moment at which the file was written.
 *
 * @param latestMs times beyond it are not believed
 */
export function spanOf(
  times: CountedTable['times'],
  named: NamedParts['time'],
  mtimeMs: number,
  latestMs: number,
): SnapshotSpan | SnapshotRefusal {
  const [startMs, endMs] = times
    ? [times.firstMs, times.lastMs + 1]
    : named
      ? [named.startMs, named.endMs]
      : [Math.floor(mtimeMs), Math.floor(mtimeMs) + 1];
  if (startMs < EARLIEST_MS) return new SnapshotRefusal('schema', 'it has a time before 1970: correct the unit of map.time');
  // A day is named when it begins: its end may lie ahead.
  const newestMs = named && !times ? startMs : endMs - 1;
  if (newestMs > latestMs) return new SnapshotRefusal('clock_skew', 'its time lies in the future: check the clocks, or raise clock_skew');
  return { startMs, endMs };
}

/** The counts of a snapshot as a window. It counts inputs and no requests: a batch of features was not asked of the model. */
export function snapshotProfile(layout: ModelLayout, { startMs, endMs }: SnapshotSpan, table: CountedTable): WindowProfile {
  const profile = new WindowProfile(layout, startMs, endMs);
  profile.traffic.rows = table.rows;
  table.counts.forEach((counts, i) => profile.counts.set(counts, layout.offsets[i]));
  profile.varies.set(table.varies);
  return profile;
}
