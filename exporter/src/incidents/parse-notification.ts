import { z } from 'zod';
import { incidentsError } from './errors.js';
import type { AlertMessage, Dialect, Notification } from './notification.js';

/**
 * Alerts that one message may hold.
 * Why 10 000: Alertmanager puts a whole group into one message; a group of this size is an outage of everything.
 * Too low:    large groups are never delivered. Too high: one message holds up the ingest thread.
 * Change it:  in code. Pinned by: parse-notification.test.ts
 */
export const MAX_ALERTS = 10_000;
/** Labels and annotations of one alert; beyond, the alert is counted as unusable. Prometheus rules hold about ten. */
const MAX_PAIRS = 64;
/** Longest label: labels become identity and are never cut. */
const MAX_LABEL = 1024;
/** Annotations are for people; what is longer is cut here. */
const MAX_ANNOTATION = 4096;
/** Go's zero time stands for "not yet". Any time before this is none. */
const FIRST_TIME_MS = Date.UTC(2000, 0, 1);

const DIALECTS: Readonly<Record<string, Dialect>> = { '4': 'alertmanager', '1': 'grafana' };

const texts = z.record(z.string().max(MAX_LABEL), z.string()).refine((pairs) => Object.keys(pairs).length <= MAX_PAIRS);
const time = z
  .string()
  .max(64)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
  .transform((text) => Date.parse(text))
  .refine((ms) => !Number.isNaN(ms));

const alertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts.refine((pairs) => Object.values(pairs).every((value) => value.length <= MAX_LABEL)),
  annotations: texts.nullish(),
  startsAt: time,
  endsAt: time.nullish(),
  generatorURL: z.string().nullish(),
  fingerprint: z.string().regex(/^[\x21-\x7e]{1,128}$/),
});

const envelopeSchema = z.object({
  version: z.string(),
  receiver: z.string().default(''),
  groupKey: z.string().default(''),
  truncatedAlerts: z.number().int().nonnegative().nullish(),
  alerts: z.array(z.unknown()),
});

/**
 * A webhook body of Alertmanager (version 4) or of a Grafana contact point (version 1) as one internal notification.
 * The status of each alert counts, never that of the group: Grafana computes the latter after cutting the list.
 * An alert that cannot be used is counted and the others are taken.
 *
 * Errors: INCIDENTS_NOT_JSON, INCIDENTS_CUSTOM_PAYLOAD, INCIDENTS_TOO_MANY. No message shows anything of the body.
 */
export function parseNotification(body: unknown): Notification {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw incidentsError('INCIDENTS_NOT_JSON', { found: Array.isArray(body) ? 'a list' : body === null ? 'null' : typeof body });
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) throw incidentsError('INCIDENTS_CUSTOM_PAYLOAD', { found: whatIsWrong(envelope.error) });
  const { version, receiver, groupKey, truncatedAlerts, alerts: raw } = envelope.data;
  const dialect = DIALECTS[version];
  if (!dialect) throw incidentsError('INCIDENTS_CUSTOM_PAYLOAD', { found: 'the version is another one' });
  if (raw.length > MAX_ALERTS) throw incidentsError('INCIDENTS_TOO_MANY', { limit: MAX_ALERTS, found: raw.length });
  const alerts = raw.flatMap((entry) => messageOf(entry) ?? []);
  return {
    dialect,
    receiver: receiver.slice(0, MAX_LABEL),
    truncated: truncatedAlerts ?? 0,
    isTest: dialect === 'grafana' && groupKey.startsWith('test-'),
    alerts,
    unusable: raw.length - alerts.length,
  };
}

function messageOf(entry: unknown): AlertMessage | null {
  const parsed = alertSchema.safeParse(entry);
  if (!parsed.success) return null;
  const { status, labels, annotations, startsAt, endsAt, generatorURL, fingerprint } = parsed.data;
  const endsMs = endsAt === null || endsAt === undefined || endsAt < FIRST_TIME_MS ? null : endsAt;
  if (startsAt < FIRST_TIME_MS || (status === 'resolved' && endsMs === null)) return null;
  const cut = Object.entries(annotations ?? {}).map(([name, text]) => [name, text.slice(0, MAX_ANNOTATION)]);
  return {
    status,
    fingerprint,
    startsMs: startsAt,
    endsMs: status === 'resolved' ? endsMs : null,
    labels,
    annotations: Object.fromEntries(cut) as Record<string, string>,
    generatorUrl: (generatorURL ?? '').slice(0, MAX_ANNOTATION),
  };
}

/** The keys that do not fit; never what they hold. */
function whatIsWrong({ issues }: z.ZodError): string {
  const keys = [...new Set(issues.map(({ path }) => String(path[0] ?? 'the body')))].filter((key) => key in envelopeSchema.shape);
  return `${keys.join(', ')} ${keys.length === 1 ? 'does' : 'do'} not fit`;
}
