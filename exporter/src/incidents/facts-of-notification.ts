import type { AlertFact, EndMark } from './alert-fact.js';
import type { AlertMessage, Notification } from './notification.js';

/** What Grafana writes into `grafana_state_reason` when an alert ended without a repair. */
const MARKS: Readonly<Record<string, EndMark>> = { Paused: 'paused', MissingSeries: 'missing_series' };

/**
 * What a notification says, as facts.
 *
 * @param source the name of the Alertmanager cluster or the Grafana that sent it
 * @param receivedMs when it arrived, by our clock
 */
export function factsOfNotification(notification: Notification, source: string, receivedMs: number): AlertFact[] {
  if (notification.isTest) return [];
  return notification.alerts.map((alert) => ({
    source,
    fingerprint: alert.fingerprint,
    kind: alert.status,
    via: 'webhook',
    startsMs: alert.startsMs,
    endsMs: alert.endsMs ?? 0,
    mark: markOf(alert),
    firstMs: receivedMs,
    lastMs: receivedMs,
    receipts: 1,
    validUntilMs: 0,
    silence: null,
    text: { labels: alert.labels, annotations: alert.annotations, generatorUrl: alert.generatorUrl },
  }));
}

function markOf({ status, annotations, labels }: AlertMessage): EndMark {
  // A rule that had no data or an error resolves "by a missing series" as soon as the data are back: that is its repair.
  if (status !== 'resolved' || labels['rulename'] !== undefined) return '';
  return MARKS[annotations['grafana_state_reason'] ?? ''] ?? '';
}
