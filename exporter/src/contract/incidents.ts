import { z } from 'zod';

const instant = z.iso.datetime();
const count = z.number().int().nonnegative();

/** What a person can do to an incident. */
export const INCIDENT_ACTS = ['acknowledge', 'mitigate', 'resolve', 'note', 'verdict', 'merge'] as const;
export type IncidentActKind = (typeof INCIDENT_ACTS)[number];

/** What people say an alert was worth; the share of true ones is the precision of a rule. */
export const ALERT_VERDICTS = ['true_positive', 'false_positive', 'unknown'] as const;
export type AlertVerdict = (typeof ALERT_VERDICTS)[number];

/** Longest text of an act: a note for the timeline, not a report. */
export const MAX_ACT_TEXT = 2000;

/** Body of POST /api/v1/incidents/:id/acts. */
export const incidentActSchema = z
  .strictObject({
    kind: z.enum(INCIDENT_ACTS),
    /** Who did it, as people call them. */
    by: z.string().trim().min(1).max(100),
    /** When it happened; without it, when it was received. Not in the future. */
    at: instant.optional(),
    text: z.string().max(MAX_ACT_TEXT).default(''),
    /** With `verdict`. */
    verdict: z.enum(ALERT_VERDICTS).optional(),
    /** With `merge`: the incident that this one is a part of. */
    into: z.string().max(64).optional(),
  })
  .refine(({ kind, verdict }) => (kind === 'verdict') === (verdict !== undefined), {
    path: ['verdict'],
    message: 'belongs to kind verdict',
  })
  .refine(({ kind, into }) => (kind === 'merge') === (into !== undefined), { path: ['into'], message: 'belongs to kind merge' })
  .refine(({ kind, text }) => kind !== 'note' || text.trim() !== '', { path: ['text'], message: 'is what a note consists of' });
export type IncidentActInput = z.infer<typeof incidentActSchema>;

/** An act as it is kept. */
export const incidentActRecordSchema = z.strictObject({
  kind: z.enum(INCIDENT_ACTS),
  by: z.string(),
  at: instant,
  text: z.string(),
  verdict: z.enum(ALERT_VERDICTS).nullable(),
  into: z.string().nullable(),
});
export type IncidentActRecord = z.infer<typeof incidentActRecordSchema>;

/** One alert of an incident. */
export const incidentAlertSchema = z.strictObject({
  alertname: z.string(),
  source: z.string(),
  fingerprint: z.string(),
  version: z.string().nullable(),
  severity: z.string(),
  start: instant,
  /** Null while it fires. */
  end: instant.nullable(),
  end_reason: z.string().nullable(),
  reopens: count,
  held_back: z.enum(['silenced', 'inhibited']).nullable(),
});

/** An incident as the API shows it: everything that follows from what alerts said and what people did. */
export const incidentSchema = z.strictObject({
  id: z.string(),
  /** Null where no alert names one. */
  model: z.string().nullable(),
  /** Of the first alert that names one. */
  version: z.string().nullable(),
  cause: z.string(),
  severity: z.string(),
  phase: z.enum(['firing', 'suppressed', 'unknown', 'resolving', 'resolved']),
  start: instant,
  end: instant.nullable(),
  /** The end without what keep_firing_for added: what MTTR counts. */
  net_end: instant.nullable(),
  end_reason: z.string().nullable(),
  reopens: count,
  is_flapping: z.boolean(),
  /** First of: an act `acknowledge`, a silence over one of its alerts. */
  acknowledged: instant.nullable(),
  mitigated: instant.nullable(),
  /** Lower bound of the time from the first symptom to the alert, from its rule; null where the rule does not say it. */
  detect_seconds: z.number().nullable(),
  verdict: z.enum(ALERT_VERDICTS).nullable(),
  alerts: z.array(incidentAlertSchema),
  acts: z.array(incidentActRecordSchema),
});
export type IncidentRecord = z.infer<typeof incidentSchema>;

/** Answer of POST /api/v1/notifications. */
export const notificationAcceptedSchema = z.strictObject({
  /** Alerts of the message that said something, and those that only repeated what was known. */
  accepted: count,
  duplicate: count,
  /** Alerts that could not be used; the others were taken. */
  rejected: count,
  /** Alerts that the sender left out; they are asked for, where the configuration says where. */
  truncated: count,
});
export type NotificationAccepted = z.infer<typeof notificationAcceptedSchema>;

/** What happened around an incident: answers "what changed?". */
export const incidentEvidenceSchema = z.strictObject({
  incident: incidentSchema,
  /** One entry a change, oldest first, from a day before the incident to its end. */
  changes: z.array(
    z.strictObject({
      at: instant,
      kind: z.enum(['version_seen', 'baseline_activated', 'configuration_changed', 'verdict_drifted']),
      text: z.string(),
      /** Id of the verdict, hash of the baseline or the configuration, or the version. */
      reference: z.string(),
    }),
  ),
});
export type IncidentEvidence = z.infer<typeof incidentEvidenceSchema>;
