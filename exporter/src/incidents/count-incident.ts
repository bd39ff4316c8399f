import { HISTORY_SOURCE } from './alert-history.js';
import { clocksOf } from './clocks.js';
import type { Counted } from './incident-entry.js';
import { REPAIRS } from './incidents-of.js';
import type { KnownIncident } from './known-incidents.js';
import type { IncidentLabels, TotalsCounter } from './totals.js';

/**
 * Counts what of an incident was not counted yet, each thing once in its life: a counter never goes back, also where later facts
 * show that two incidents were one, or that a resolved one went on.
 *
 * Rules:  an incident that only the history tells of is not counted: a counter that jumps by last month's incidents would say that they
 *         happened now. It is in the list and in the statistics over windows.
 *         Its duration is observed when it is resolved for good (its time for opening again is over) and the end was a repair.
 * Unit:   seconds, from the first alert; a clock that runs backwards gives 0.
 */
export function countIncident({ incident, entry, acts }: KnownIncident, counter: TotalsCounter): Counted {
  const { counted } = entry;
  const { model, severity, cause, startMs, netEndMs, endReason, phase, reopens, members } = incident;
  if (members.every(({ source }) => source === HISTORY_SOURCE)) return counted;
  const labels: IncidentLabels = { model: counter.modelLabel(model), severity, cause };
  const { acknowledgedMs, mitigatedMs, detectMs } = clocksOf(incident, acts);
  const seconds = (endMs: number): number => Math.max(0, endMs - startMs) / 1000;
  if (!counted.opened) {
    counter.count(labels, 'opened', 1);
    if (detectMs !== null) counter.observe(labels, 'detect', detectMs / 1000);
  }
  if (reopens > counted.reopens) counter.count(labels, 'reopened', reopens - counted.reopens);
  if (acknowledgedMs !== null && !counted.acknowledged) counter.observe(labels, 'acknowledge', seconds(acknowledgedMs));
  if (mitigatedMs !== null && !counted.mitigated) counter.observe(labels, 'mitigate', seconds(mitigatedMs));
  const isResolved = phase === 'resolved';
  if (isResolved && !counted.resolved) {
    counter.count(labels, 'resolved', 1);
    if (netEndMs !== null && endReason !== null && REPAIRS.has(endReason)) counter.observe(labels, 'resolve', seconds(netEndMs));
  }
  return {
    opened: true,
    reopens: Math.max(reopens, counted.reopens),
    resolved: counted.resolved || isResolved,
    acknowledged: counted.acknowledged || acknowledgedMs !== null,
    mitigated: counted.mitigated || mitigatedMs !== null,
  };
}
