import type { RecordKind } from './record-sizes.js';
import { PUSH_KEY_LIFE_MS } from './push-keys.js';
import type { StoreRecords } from './store.js';

/** How long records are kept, in ms before now. Windows and verdicts age by event time: the end of their window; incidents by their end. */
export interface RetentionLimits {
  readonly windowsMs: number;
  readonly verdictsMs: number;
  readonly incidentsMs: number;
}

export interface RetentionResult {
  /** Rows deleted, by kind; only kinds that lost any. */
  readonly deleted: Partial<Record<RecordKind, number>>;
  /** Nothing is left to delete; false asks for another call soon. */
  readonly isDone: boolean;
}

/**
 * Rows of each kind that one step deletes at most.
 * Why 200: a step takes about 10 ms with profiles of 60 KB on the machine of facts/exporter.md, a small part of a commit interval.
 * Too low: a shortened retention takes many steps. Too high: pushes wait for the step. Pinned by: store/store.test.ts
 */
export const RETENTION_STEP_ROWS = 200;

/** Deletes one step of what is past its time. Must run inside a commit. */
export function expireRecords(records: StoreRecords, nowMs: number, limits: RetentionLimits, maxRows: number): RetentionResult {
  const counts: [RecordKind, number][] = [
    ['windows', records.windows.expire(nowMs - limits.windowsMs, maxRows)],
    ['snapshot_windows', records.snapshotWindows.expire(nowMs - limits.windowsMs, maxRows)],
    ['verdicts', records.verdicts.expire(nowMs - limits.verdictsMs, maxRows)],
    ['incidents', records.incidents.expire(nowMs - limits.incidentsMs, maxRows)],
    ['quality_verdicts', records.qualityVerdicts.expire(nowMs - limits.verdictsMs, maxRows)],
    ['push_keys', records.pushKeys.expire(nowMs - PUSH_KEY_LIFE_MS, maxRows)],
  ];
  return {
    deleted: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    isDone: counts.every(([, count]) => count < maxRows),
  };
}
