import { errorsOf } from '../contract/index.js';

/** What is wrong with a message, an act or a question about incidents. */
export const INCIDENTS_ERRORS = {
  INCIDENTS_NOT_JSON: {
    status: 400,
    message: 'a notification requires a JSON object, found {found}',
    advice: 'let the webhook receiver of Alertmanager or the webhook contact point of Grafana send its own body',
  },
  INCIDENTS_CUSTOM_PAYLOAD: {
    status: 400,
    message: 'a notification requires version "4" (Alertmanager) or "1" (Grafana) with a list of alerts; {found}',
    advice: 'take the custom payload template off this receiver',
  },
  INCIDENTS_TOO_MANY: {
    status: 413,
    message: 'a notification may hold {limit} alerts, found {found}',
    advice: 'group by more labels (group_by), so that one message holds fewer alerts; do not set max_alerts',
  },
  INCIDENTS_DURATIONS: {
    status: 0,
    message: '{call} requires durations of 0 or more, all finite, each with whether it was observed ({found} durations)',
    advice: 'clamp what two clocks make negative to 0 before',
  },
  INCIDENTS_UNKNOWN: {
    status: 404,
    message: 'no open or recent incident has the id {id}',
    advice: 'list them with GET /api/v1/incidents; acts on incidents older than 200 days are not taken',
  },
  INCIDENTS_MERGE: {
    status: 422,
    message: 'incident {id} cannot become a part of {into}',
    advice: 'name another incident that is listed by GET /api/v1/incidents',
  },
  INCIDENTS_ACT: {
    status: 400,
    message: 'an act requires a JSON object with kind and by; {found}',
    advice: 'send {"kind":"acknowledge","by":"your name"}; docs/incidents.md lists the kinds and what each takes',
  },
  INCIDENTS_ACT_TIME: {
    status: 422,
    message: 'an act requires a time that is not in the future, found {found}',
    advice: 'leave `at` out, or check the clock of the client',
  },
  INCIDENTS_POLL: {
    status: 0,
    message: 'incidents.alertmanager did not answer as Alertmanager does: {found}',
    advice: 'give it the base URL of an Alertmanager of version 0.16 or newer (API v2)',
  },
  INCIDENTS_SIGNATURE: {
    status: 401,
    message: 'the signature of the notification is {found}',
    advice: 'give the contact point the secret of incidents.hmac.secret_file, and the same header names as there',
  },
} as const;

export const incidentsError = errorsOf(INCIDENTS_ERRORS);
