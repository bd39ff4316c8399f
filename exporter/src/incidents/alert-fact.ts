import type { AlertText } from './notification.js';

/** How a fact was learned. A webhook can be late; a poll says what holds at its own time. */
export type Via = 'webhook' | 'poll' | 'events' | 'backfill' | 'exporter';

/**
 * firing:    the alert fires since `startsMs`, and was said to at `firstMs` .. `lastMs`.
 * resolved:  it fired from `startsMs` to `endsMs`. Where the two are equal, only the end is known (Grafana repeats ends so).
 * silenced, inhibited: Alertmanager holds it back; it fires all the same.
 * gone:      Alertmanager no longer had it at `endsMs`.
 */
export type FactKind = 'firing' | 'resolved' | 'silenced' | 'inhibited' | 'gone';

/** Why an end is no repair, as far as the message itself says it. */
export type EndMark = '' | 'paused' | 'missing_series';

/** A silence over an alert: possibly the first act of a person. */
export interface Silence {
  readonly id: string;
  readonly atMs: number;
  readonly by: string;
}

/**
 * One thing that was said about one alert, with all times at which it was said. Facts of one key are joined, and everything is
 * derived from the set of facts: so the order, and how often something was said, cannot matter.
 */
export interface AlertFact {
  readonly source: string;
  readonly fingerprint: string;
  readonly kind: FactKind;
  readonly via: Via;
  readonly startsMs: number;
  /** 0 where no end was said. */
  readonly endsMs: number;
  readonly mark: EndMark;
  /** When it was received first and last, by our clock. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** How often it was received. */
  readonly receipts: number;
  /** Until when Alertmanager takes the alert for firing if it hears nothing more; 0 where that is not known. */
  readonly validUntilMs: number;
  readonly silence: Silence | null;
  readonly text: AlertText;
}

/** Identity of an alert: its fingerprint at its source. At most one incident of it is open at a time. */
export function alertKey({ source, fingerprint }: Pick<AlertFact, 'source' | 'fingerprint'>): string {
  return `${source}\u0000${fingerprint}`;
}

export function factKey(fact: AlertFact): string {
  const { kind, via, startsMs, endsMs, mark } = fact;
  return [alertKey(fact), kind, via, startsMs, endsMs, mark].join('\u0000');
}

/**
 * Two facts of one key as one. Commutative, associative and, but for `receipts`, idempotent: the words of the alert are those of
 * the latest message, and of two at the same time those that sort last.
 */
export function joinFacts(a: AlertFact, b: AlertFact): AlertFact {
  const later = isLater(b, a) ? b : a;
  return {
    ...later,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    receipts: a.receipts + b.receipts,
    validUntilMs: Math.max(a.validUntilMs, b.validUntilMs),
    silence: earlier(a.silence, b.silence),
  };
}

function isLater(a: AlertFact, b: AlertFact): boolean {
  return a.lastMs !== b.lastMs ? a.lastMs > b.lastMs : JSON.stringify(a.text) > JSON.stringify(b.text);
}

function earlier(a: Silence | null, b: Silence | null): Silence | null {
  if (!a || !b) return a ?? b;
  if (a.atMs !== b.atMs) return a.atMs < b.atMs ? a : b;
  return a.id <= b.id ? a : b;
}
