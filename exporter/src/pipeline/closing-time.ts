/**
 * Open windows a model may have at once. Reached only when one source is far behind another one; then the oldest window is
 * closed although its events may still come (they count as late). Bounds memory. Raise it with the number of days that
 * replicas' logs may lie apart.
 */
export const MAX_OPEN_WINDOWS = 256;

/** What decides which windows of a model close. Times in milliseconds; event time unless said otherwise. */
export interface ClosingView {
  readonly windowMs: number;
  readonly latenessMs: number;
  readonly idleMs: number;
  /** Newest event of the model. */
  readonly newestMs: number;
  /** How far the sources that may carry the model are read; Infinity when nothing is left to read, -Infinity when that is not known. */
  readonly heldBackMs: number;
  /** Wall clock. */
  readonly nowMs: number;
  /** Wall clock: since when the exporter listened and no event of the model came. */
  readonly quietSinceMs: number;
  /** Ends of the open windows, ascending. */
  readonly openEnds: readonly number[];
}

export interface ClosingTime {
  /** Windows that end at or before this close, and older events are late. -Infinity for none. */
  readonly untilMs: number;
  readonly how: 'watermark' | 'idle';
}

/**
 * Up to when the windows of a model are closed.
 *
 * By watermark: the newest event less the allowed lateness, but never further than what is read of the backlog, nor than
 * the wall clock: events from a clock that is ahead must not use up the lateness of the others.
 * By idleness: when nothing of the model came for `idleMs`, windows whose time (with lateness) has passed on the wall clock and
 * in all sources that may carry the model.
 */
export function closingTime(view: ClosingView): ClosingTime {
  const { windowMs, latenessMs, newestMs, heldBackMs, nowMs, openEnds } = view;
  const readMs = Math.min(heldBackMs, nowMs);
  const watermark = Math.min(newestMs, readMs) - latenessMs;
  const surplus = openEnds[openEnds.length - 1 - MAX_OPEN_WINDOWS] ?? -Infinity;
  const untilMs = Math.max(Math.floor(watermark / windowMs) * windowMs, surplus);
  if (nowMs - view.quietSinceMs < view.idleMs) return { untilMs, how: 'watermark' };
  const passed = openEnds.filter((end) => end + latenessMs <= readMs).pop() ?? -Infinity;
  return passed > untilMs ? { untilMs: passed, how: 'idle' } : { untilMs, how: 'watermark' };
}
