import type { AlertFact } from './alert-fact.js';

/** How an episode ended. What is not `signal`, `reconcile` or `manual` is no repair. */
export type EndReason = 'signal' | 'timeout' | 'reconcile' | 'manual' | 'expired' | 'paused' | 'missing_series';

/**
 * A message that an alert fires, received within this time after its known end, is taken for a late one.
 * Why 5 min: the default group_interval of Alertmanager, after which a message that failed is made anew, not repeated.
 * Too low:   a message that was held up opens an incident again. Too high: an alert that fires again with its old startsAt
 *            (Alertmanager merges overlapping alerts) counts as resolved until the next heartbeat or poll.
 * Change it: in code. Pinned by: recordings.test.ts
 */
export const LATE_MESSAGE_MS = 5 * 60_000;
/** The same for a poll, which is never late: room for clocks that differ. */
export const LATE_POLL_MS = 60_000;

/** One stretch of firing. `endMs` null: it goes on. */
export interface FiringPeriod {
  readonly startMs: number;
  readonly endMs: number | null;
  readonly reason: EndReason;
  /** It fires again since an end that was believed, at a time that nobody told. */
  readonly isRefired: boolean;
}

interface End {
  readonly atMs: number;
  readonly reason: EndReason;
}

/**
 * When an alert fired, from everything that was said about it; in order, and overlapping stretches as one.
 *
 * Rules:  a resolved message is a stretch of its own, whether or not its start was seen firing. A firing message lasts until the
 *         latest end of a stretch that covers its start, else until the first end after it, else until now. A resolved message
 *         without length only says that nothing fired any more: it ends what has no other end, and opens nothing. A sign of firing
 *         well after the end (LATE_MESSAGE_MS, LATE_POLL_MS) is a new stretch.
 * Shape:  facts of one alert, each key once; their order does not matter.
 */
export function firingPeriods(facts: readonly AlertFact[]): FiringPeriod[] {
  const spans = facts.filter(({ kind, startsMs, endsMs }) => kind === 'resolved' && endsMs > startsMs);
  // An end before its start is the work of two clocks: that stretch has no length.
  const skewed = facts.flatMap((fact) =>
    fact.kind === 'resolved' && fact.endsMs < fact.startsMs ? [{ ...fact, endsMs: fact.startsMs }] : [],
  );
  const ends = endsOf(facts);
  const periods: FiringPeriod[] = spans.map(({ startsMs, endsMs }) => ({
    startMs: startsMs,
    endMs: endsMs,
    reason: reasonAt(ends, endsMs),
    isRefired: false,
  }));
  for (const { kind, via, startsMs, lastMs } of facts) {
    if (kind === 'resolved' || kind === 'gone') continue;
    const covering = [...spans, ...skewed]
      .filter((span) => span.startsMs <= startsMs && startsMs <= span.endsMs)
      .map(({ endsMs }) => endsMs);
    const end = covering.length > 0 ? Math.max(...covering) : (ends.find(({ atMs }) => atMs > startsMs)?.atMs ?? null);
    periods.push({ startMs: startsMs, endMs: end, reason: reasonAt(ends, end), isRefired: false });
    const lateMs = via === 'poll' ? LATE_POLL_MS : LATE_MESSAGE_MS;
    if (end === null || lastMs <= end + lateMs) continue;
    const next = ends.find(({ atMs }) => atMs > end && atMs >= lastMs - lateMs)?.atMs ?? null;
    periods.push({ startMs: end, endMs: next, reason: reasonAt(ends, next), isRefired: true });
  }
  return united(periods);
}

/** All ends that were told, in order; of two at one time the one that says more. */
function endsOf(facts: readonly AlertFact[]): End[] {
  const ends = new Map<number, EndReason>();
  const rank = (reason: EndReason): number => ['reconcile', 'signal', 'timeout', 'missing_series', 'paused'].indexOf(reason);
  for (const { kind, startsMs, endsMs, mark } of facts) {
    if (kind !== 'resolved' && kind !== 'gone') continue;
    const atMs = Math.max(startsMs, endsMs);
    const reason: EndReason = kind === 'gone' ? 'reconcile' : mark || (isTimeout(facts, endsMs) ? 'timeout' : 'signal');
    const known = ends.get(atMs);
    if (known === undefined || rank(reason) > rank(known)) ends.set(atMs, reason);
  }
  return [...ends].map(([atMs, reason]) => ({ atMs, reason })).sort((a, b) => a.atMs - b.atMs);
}

/**
 * Prometheus promises each alert for four resend intervals. An end at exactly such a promised time means that it fell silent, not
 * that the alert stopped.
 */
function isTimeout(facts: readonly AlertFact[], endsMs: number): boolean {
  return facts.some(({ validUntilMs }) => validUntilMs !== 0 && validUntilMs === endsMs);
}

function reasonAt(ends: readonly End[], atMs: number | null): EndReason {
  return ends.find((end) => end.atMs === atMs)?.reason ?? 'signal';
}

function united(periods: readonly FiringPeriod[]): FiringPeriod[] {
  const sorted = [...periods].sort((a, b) => a.startMs - b.startMs || Number(a.isRefired) - Number(b.isRefired) || order(a.endMs, b.endMs));
  const result: FiringPeriod[] = [];
  for (const period of sorted) {
    const last = result.at(-1);
    const touches = last && (last.endMs === null || period.startMs <= last.endMs);
    // A stretch that begins at an end is kept apart, so that it counts as one more opening.
    if (!touches || (period.isRefired && last.endMs === period.startMs)) result.push(period);
    else if (last.endMs !== null && order(period.endMs, last.endMs) > 0)
      result[result.length - 1] = { ...last, endMs: period.endMs, reason: period.reason };
  }
  return result;
}

function order(a: number | null, b: number | null): number {
  return (a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) - (b ?? Infinity);
}
