import { alertKey, type AlertFact, type Silence } from './alert-fact.js';
import { alertTraits, type AlertTraits } from './alert-traits.js';
import { firingPeriods, type EndReason, type FiringPeriod } from './firing-periods.js';
import { EXPIRE_AFTER_MS, FLAPPING_REOPENS, type IncidentSettings } from './settings.js';

const DAY_MS = 24 * 3_600_000;

/** From a start to an end that lasted. */
export interface Course {
  readonly startMs: number;
  /** Null while it goes on. */
  readonly endMs: number | null;
  /** The end without what keep_firing_for added; that of the trouble, not of the alert. */
  readonly netEndMs: number | null;
  readonly endReason: EndReason | null;
  readonly reopens: number;
  readonly isFlapping: boolean;
}

/** One alert from its start to an end that lasted, with all the times in between that it was taken for over. */
export interface Episode extends Course {
  readonly alert: string;
  readonly source: string;
  readonly fingerprint: string;
  readonly traits: AlertTraits;
  /** Set while Alertmanager holds it back. */
  readonly heldBack: 'silenced' | 'inhibited' | null;
  /** The earliest silence that was made while it fired: maybe somebody took it over. */
  readonly silence: Silence | null;
  /** Ends before their starts: the clocks of the senders differ. */
  readonly skews: number;
  /** The last time at which anything was heard of it. */
  readonly heardMs: number;
}

/**
 * The episodes of one alert, in order.
 *
 * @param facts of one alert, at least one; their order does not matter
 * @param downs when the source could not tell (see heartbeatGaps): an end in there is no repair
 */
export function episodesOf(
  facts: readonly AlertFact[],
  { reopenMs }: Pick<IncidentSettings, 'reopenMs'>,
  downs: readonly FiringPeriod[],
  nowMs: number,
): Episode[] {
  const newest = facts.reduce((a, b) => (b.lastMs > a.lastMs || (b.lastMs === a.lastMs && text(b) > text(a)) ? b : a));
  const traits = alertTraits(newest.text);
  const heardMs = Math.max(...facts.map(({ lastMs }) => lastMs));
  const runs = runsOf(firingPeriods(facts), traits.reopenMs ?? reopenMs);
  const skews = facts.filter(({ kind, startsMs, endsMs }) => kind === 'resolved' && endsMs < startsMs).length;
  return runs.map((run): Episode => {
    const [first, last] = [run[0] as FiringPeriod, run[run.length - 1] as FiringPeriod];
    const { endMs, reason } = ended(last, heardMs, nowMs, downs);
    const within = (ms: number): boolean => ms >= first.startMs && (endMs === null || ms <= endMs);
    const silences = facts.flatMap(({ silence }) => (silence && within(silence.atMs) ? [silence] : []));
    const [silence = null] = silences.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
    const tailMs = reason === 'signal' ? traits.keepFiringMs : 0;
    return {
      alert: alertKey(newest),
      source: newest.source,
      fingerprint: newest.fingerprint,
      traits,
      startMs: first.startMs,
      endMs,
      netEndMs: endMs === null ? null : Math.max(last.startMs, endMs - tailMs),
      endReason: reason,
      reopens: run.length - 1,
      isFlapping: isFlapping(run),
      heldBack: endMs === null ? heldBack(facts) : null,
      silence,
      skews,
      heardMs,
    };
  });
}

/** When the heartbeat of a source did not beat. What ended then was maybe only not told any more. */
export function heartbeatGaps(facts: readonly AlertFact[]): FiringPeriod[] {
  const beats = firingPeriods(facts);
  return beats.flatMap((beat, i): FiringPeriod[] => {
    const next = beats[i + 1];
    return beat.endMs === null ? [] : [{ startMs: beat.endMs, endMs: next?.startMs ?? null, reason: 'signal', isRefired: false }];
  });
}

/** Prometheus sends each alert once a minute, so alerts that fall silent together end within a minute and a half of each other. */
const HEARTBEAT_SLACK_MS = 90_000;

function ended(
  { endMs, reason }: FiringPeriod,
  heardMs: number,
  nowMs: number,
  downs: readonly FiringPeriod[],
): { endMs: number | null; reason: EndReason | null } {
  if (endMs === null) return nowMs - heardMs > EXPIRE_AFTER_MS ? { endMs: heardMs, reason: 'expired' } : { endMs: null, reason: null };
  const isDown = downs.some((down) => endMs >= down.startMs - HEARTBEAT_SLACK_MS && (down.endMs === null || endMs <= down.endMs));
  return { endMs, reason: reason === 'signal' && isDown ? 'timeout' : reason };
}

/** Stretches that belong together: each begins within the time for opening again after the one before. */
function runsOf(periods: readonly FiringPeriod[], reopenMs: number): FiringPeriod[][] {
  const runs: FiringPeriod[][] = [];
  for (const period of periods) {
    const run = runs.at(-1);
    const endMs = run?.at(-1)?.endMs ?? null;
    if (run && endMs !== null && period.startMs - endMs <= reopenMs) run.push(period);
    else runs.push([period]);
  }
  return runs;
}

function isFlapping(run: readonly FiringPeriod[]): boolean {
  return run.some((period, i) => {
    const later = run[i + FLAPPING_REOPENS + 1];
    return later !== undefined && later.startMs - period.startMs <= DAY_MS;
  });
}

/** By the latest poll; a silence says more than an inhibition. */
function heldBack(facts: readonly AlertFact[]): Episode['heldBack'] {
  const polled = facts.filter(({ via, kind }) => via === 'poll' && kind !== 'gone' && kind !== 'resolved');
  const latestMs = Math.max(...polled.map(({ lastMs }) => lastMs));
  const kinds = polled.filter(({ lastMs }) => lastMs === latestMs).map(({ kind }) => kind);
  return kinds.includes('silenced') ? 'silenced' : kinds.includes('inhibited') ? 'inhibited' : null;
}

function text(fact: AlertFact): string {
  return JSON.stringify(fact.text);
}
