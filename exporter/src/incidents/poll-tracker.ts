import { z } from 'zod';
import type { AlertFact } from './alert-fact.js';
import { incidentsError } from './errors.js';
import type { FiringAlert } from './firing-alerts.js';

/**
 * An Alertmanager that was started this short ago may not have heard of all alerts yet: Prometheus resends every minute. It has heard of those
 * that it listed since, so these can be gone at once.
 */
const WARM_UP_MS = 5 * 60_000;

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const polledAlertSchema = z.object({
  fingerprint: z.string().min(1).max(128),
  startsAt: time,
  endsAt: time,
  updatedAt: time.optional(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()).default({}),
  generatorURL: z.string().default(''),
  status: z.object({ state: z.string(), silencedBy: z.array(z.string()).default([]), inhibitedBy: z.array(z.string()).default([]) }),
});
export const polledAlertsSchema = z.array(z.unknown());
export const polledSilencesSchema = z.array(
  z.object({ id: z.string(), createdBy: z.string().default(''), startsAt: time, updatedAt: time.optional() }).loose(),
);

/** What one poll brought: /api/v2/alerts, /api/v2/silences and the start of /api/v2/status. */
export interface Poll {
  readonly alerts: unknown;
  readonly silences: unknown;
  readonly upSinceMs: number;
  readonly atMs: number;
}

/** Turns polls of one Alertmanager into facts: what fires, what is held back, and what is gone without a word. */
export class PollTracker {
  readonly #source: string;
  readonly #missed = new Map<string, number>();

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * Facts of one poll. An alert that fires by what is known is gone when two polls in a row lack it (one answer can fall between the
   * moment an alert expires at Alertmanager and the next message of Prometheus); its end is the time of the first of them. A poll
   * of an Alertmanager that has just started ends only what that one has listed before.
   *
   * Errors: INCIDENTS_POLL where the answer is none of Alertmanager.
   */
  facts({ alerts, silences, upSinceMs, atMs }: Poll, firing: readonly FiringAlert[]): AlertFact[] {
    const list = polledAlertsSchema.safeParse(alerts);
    if (!list.success) throw incidentsError('INCIDENTS_POLL', { found: 'no list of alerts' });
    const parsed = list.data.map((entry) => polledAlertSchema.safeParse(entry));
    if (parsed.some(({ success }) => !success)) throw incidentsError('INCIDENTS_POLL', { found: 'an alert of another form' });
    const made = new Map((polledSilencesSchema.safeParse(silences).data ?? []).map((silence) => [silence.id, silence]));
    const seen = new Set<string>();
    const facts = parsed.flatMap(({ data }): AlertFact[] => {
      if (!data) return [];
      seen.add(data.fingerprint);
      // Alertmanager lists what ended for a moment longer; whoever ends an alert sets endsAt to the past.
      if (data.endsAt <= atMs) return [];
      const [by] = data.status.silencedBy.flatMap((id) => made.get(id) ?? []).sort((a, b) => a.startsAt - b.startsAt);
      const kind = data.status.silencedBy.length > 0 ? 'silenced' : data.status.inhibitedBy.length > 0 ? 'inhibited' : 'firing';
      return [
        {
          ...this.#fact(data.fingerprint, data.startsAt, {
            labels: data.labels,
            annotations: data.annotations,
            generatorUrl: data.generatorURL,
          }),
          kind,
          firstMs: atMs,
          lastMs: atMs,
          validUntilMs: data.endsAt,
          silence: by ? { id: by.id, atMs: by.updatedAt ?? by.startsAt, by: by.createdBy } : null,
        },
      ];
    });
    const isWarm = atMs - upSinceMs >= WARM_UP_MS;
    const known = firing.filter(({ polledMs }) => isWarm || (polledMs !== null && polledMs >= upSinceMs));
    return [...facts, ...this.#gone(known, seen, atMs)];
  }

  #gone(firing: readonly FiringAlert[], seen: ReadonlySet<string>, atMs: number): AlertFact[] {
    const missing = firing.filter(({ fingerprint }) => !seen.has(fingerprint));
    const names = new Set(missing.map(({ fingerprint }) => fingerprint));
    for (const known of [...this.#missed.keys()]) if (!names.has(known)) this.#missed.delete(known);
    return missing.flatMap(({ fingerprint, startsMs, text }) => {
      const since = this.#missed.get(fingerprint);
      if (since === undefined) this.#missed.set(fingerprint, atMs);
      if (since === undefined) return [];
      this.#missed.delete(fingerprint);
      return [{ ...this.#fact(fingerprint, startsMs, text), kind: 'gone' as const, endsMs: since, firstMs: atMs, lastMs: atMs }];
    });
  }

  #fact(fingerprint: string, startsMs: number, text: AlertFact['text']): AlertFact {
    const heard = { firstMs: 0, lastMs: 0, receipts: 1 };
    return {
      source: this.#source,
      fingerprint,
      kind: 'firing',
      via: 'poll',
      startsMs,
      endsMs: 0,
      mark: '',
      ...heard,
      validUntilMs: 0,
      silence: null,
      text,
    };
  }
}
