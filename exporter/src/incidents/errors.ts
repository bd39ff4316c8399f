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
} as const;

export const incidentsError = errorsOf(INCIDENTS_ERRORS);
