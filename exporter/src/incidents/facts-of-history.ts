import { createHash } from 'node:crypto';
import type { AlertFact } from './alert-fact.js';
import { HISTORY_SOURCE, type AlertHistory, type HistoryRange, type HistoryRule } from './alert-history.js';
import { historyStretches, type Stretch } from './history-stretches.js';
import type { IncidentSettings } from './settings.js';

/** What the history says, as facts, and what of it says too little. */
export interface ReadHistory {
  readonly facts: readonly AlertFact[];
  /** Alerts that fire at the end of the range: notifications and polls tell their end. */
  readonly stillFiring: number;
  /** Firings that had begun before the range: how long they lasted is not known. */
  readonly cutAtStart: number;
}

/**
 * Makes facts of the history of alerts. Each whole firing is one that was resolved; one that is not over makes no fact, because history
 * would never tell its end. The heartbeat is taken as it is: its gaps say when nobody could tell.
 *
 * Shape:  the histories reach back before `fromMs` by historyMarginMs.
 */
export function factsOfHistory(
  histories: readonly AlertHistory[],
  rules: readonly HistoryRule[],
  { fromMs, toMs, stepMs }: HistoryRange,
  { heartbeat }: Pick<IncidentSettings, 'heartbeat'>,
): ReadHistory {
  let stillFiring = 0;
  let cutAtStart = 0;
  const facts = histories.flatMap((history): AlertFact[] => {
    const rule = ruleOf(history, rules);
    const isHeartbeat = history.labels['alertname'] === heartbeat;
    const isOver = ({ endMs }: Stretch): boolean => endMs + stepMs <= toMs;
    return historyStretches(history, stepMs, rule?.intervalMs ?? null).flatMap((stretch) => {
      if (isHeartbeat) return [factOf(history, rule, isOver(stretch) ? stretch : { ...stretch, endMs: null })];
      if (stretch.startMs < fromMs) cutAtStart++;
      else if (!isOver(stretch)) stillFiring++;
      else return [factOf(history, rule, stretch)];
      return [];
    });
  });
  return { facts, stillFiring, cutAtStart };
}

function factOf(
  { labels }: AlertHistory,
  rule: HistoryRule | null,
  { startMs, endMs }: { startMs: number; endMs: number | null },
): AlertFact {
  const heardMs = endMs ?? startMs;
  return {
    source: HISTORY_SOURCE,
    fingerprint: fingerprintOf(labels),
    kind: endMs === null ? 'firing' : 'resolved',
    via: 'backfill',
    startsMs: startMs,
    endsMs: endMs ?? 0,
    mark: '',
    firstMs: heardMs,
    lastMs: heardMs,
    receipts: 1,
    validUntilMs: 0,
    silence: null,
    text: { labels, annotations: annotationsOf(rule), generatorUrl: '' },
  };
}

/** ALERTS has no annotations; what the incident room reads in them is also in the rule. */
function annotationsOf(rule: HistoryRule | null): Record<string, string> {
  if (rule === null) return {};
  const { forMs, keepFiringMs, annotations } = rule;
  const reopen = annotations['aiops_reopen'];
  return {
    ...(forMs > 0 && { aiops_for: `${forMs}ms` }),
    ...(keepFiringMs > 0 && { aiops_keep_firing_for: `${keepFiringMs}ms` }),
    ...(reopen !== undefined && { aiops_reopen: reopen }),
  };
}

function ruleOf({ labels }: AlertHistory, rules: readonly HistoryRule[]): HistoryRule | null {
  const own = rules.filter(({ alertname }) => alertname === labels['alertname']);
  return own.find((rule) => Object.entries(rule.labels).every(([name, value]) => value.includes('{{') || labels[name] === value)) ?? null;
}

/** The same labels give the same fingerprint, in whatever order they come. */
function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
