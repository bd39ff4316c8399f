import { counter, factGauge, histogram } from '../metric-family.js';

const LABELS = 'models named by alerts (200 at most) x 5 severities x 10 causes';
const CLOCK = { labels: ['model', 'severity', 'cause'], unit: 'seconds', bound: `${LABELS} x 14 buckets` } as const;

/** Incidents: what alerts said, put together, and what people did. */
export const INCIDENT_FAMILIES = [
  factGauge({
    name: 'aiops_incidents_open',
    help: 'Incidents that are not over: firing, held back by a silence or an inhibition, or ended by silence of their source.',
    labels: ['model', 'severity', 'cause'],
    bound: LABELS,
  }),
  factGauge({
    name: 'aiops_incident_oldest_open_age_seconds',
    unit: 'seconds',
    help: 'Age of the oldest open incident. Open incidents are in no mean: this says how long they last already.',
    labels: ['model'],
    bound: 'models named by alerts (200 at most)',
  }),
  counter({
    name: 'aiops_incidents_total',
    help: 'Incidents by what happened to them. resolved counts when the time for opening again is over, whatever the end was.',
    labels: ['model', 'severity', 'cause', 'phase'],
    bound: `${LABELS} x opened|resolved|reopened`,
  }),
  histogram({
    name: 'aiops_incident_time_to_detect_seconds',
    help: 'Lower bound of the time from the first symptom to the alert: `for` of the rule (annotation aiops_for).',
    ...CLOCK,
  }),
  histogram({
    name: 'aiops_incident_time_to_acknowledge_seconds',
    help: 'Time from the first alert to the first act of a person: an acknowledgement, or a silence.',
    ...CLOCK,
  }),
  histogram({
    name: 'aiops_incident_time_to_mitigate_seconds',
    help: 'Time from the first alert to the end of the impact, as people said it.',
    ...CLOCK,
  }),
  histogram({
    name: 'aiops_incident_time_to_resolve_seconds',
    help: 'Time from the first alert to the end of the trouble, net of keep_firing_for; repairs only (no timeouts, pauses, vanished series).',
    ...CLOCK,
  }),
  factGauge({
    name: 'aiops_mttr_seconds',
    unit: 'seconds',
    help: 'Mean time to restore of the incidents that were repaired within the window; absent without any. See aiops_time_to_restore_seconds for what a mean hides.',
    labels: ['model', 'window'],
    bound: 'models named by alerts (200 at most) x 3 windows',
  }),
  factGauge({
    name: 'aiops_time_to_restore_seconds',
    unit: 'seconds',
    help: 'Time to restore within the window: median, p90, mean with its interval of 90 %, and the Kaplan-Meier median, which counts incidents that are still open.',
    labels: ['model', 'window', 'stat'],
    bound: 'models named by alerts (200 at most) x 3 windows x 6',
  }),
  factGauge({
    name: 'aiops_incidents_resolved',
    help: 'Incidents that were repaired within the window: the n behind the statistics.',
    labels: ['model', 'window'],
    bound: 'models named by alerts (200 at most) x 3 windows',
  }),
  counter({
    name: 'aiops_notifications_total',
    help: 'Alerts in notifications, by what became of them: accepted (said something new), duplicate, rejected (not usable), truncated (left out by the sender).',
    labels: ['source', 'outcome'],
    bound: 'alertmanager|grafana x 4 outcomes',
  }),
  factGauge({
    name: 'aiops_notifications_last_timestamp_seconds',
    unit: 'seconds',
    help: 'When the last notification of a source came. The heartbeat makes one come every repeat_interval.',
    labels: ['source'],
    bound: 'alertmanager|grafana',
  }),
  factGauge({
    name: 'aiops_alertmanager_up',
    help: '1 when the last poll of Alertmanager was answered.',
    labels: ['source'],
    bound: 'the configured Alertmanager',
  }),
  counter({
    name: 'aiops_alert_verdicts_total',
    help: 'What people said alerts were worth; true_positive over both is the precision of a rule.',
    labels: ['alertname', 'verdict'],
    bound: 'alert names with a verdict (200 at most) x 3 verdicts',
  }),
] as const;
