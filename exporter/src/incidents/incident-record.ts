import type { IncidentRecord } from '../contract/index.js';
import { clocksOf } from './clocks.js';
import type { Episode } from './episodes.js';
import type { KnownIncident } from './known-incidents.js';

/** An incident as the API and the store have it. */
export function incidentRecord({ entry, incident, acts }: KnownIncident): IncidentRecord {
  const { model, cause, severity, phase, startMs, endMs, netEndMs, endReason, reopens, isFlapping, members } = incident;
  const { acknowledgedMs, mitigatedMs, detectMs } = clocksOf(incident, acts);
  const sorted = [...acts].sort((a, b) => a.atMs - b.atMs);
  return {
    id: entry.id,
    model,
    version: members.find(({ traits }) => traits.version !== null)?.traits.version ?? null,
    cause,
    severity,
    phase,
    start: instant(startMs),
    end: instantOrNull(endMs),
    net_end: instantOrNull(netEndMs),
    end_reason: endReason,
    reopens,
    is_flapping: isFlapping,
    acknowledged: instantOrNull(acknowledgedMs),
    mitigated: instantOrNull(mitigatedMs),
    detect_seconds: detectMs === null ? null : detectMs / 1000,
    // The latest word counts: people change their minds when they know more.
    verdict: sorted.filter(({ verdict }) => verdict !== null).at(-1)?.verdict ?? null,
    alerts: members.map(alertRecord),
    acts: sorted.map(({ kind, by, atMs, text, verdict, into }) => ({ kind, by, at: instant(atMs), text, verdict, into })),
  };
}

function alertRecord(episode: Episode): IncidentRecord['alerts'][number] {
  const { traits, source, fingerprint, startMs, endMs, endReason, reopens, heldBack } = episode;
  const { alertname, version, severity } = traits;
  const end = instantOrNull(endMs);
  return {
    alertname,
    source,
    fingerprint,
    version,
    severity,
    start: instant(startMs),
    end,
    end_reason: endReason,
    reopens,
    held_back: heldBack,
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : instant(ms);
}
