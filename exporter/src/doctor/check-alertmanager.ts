import { finding, type Finding } from './findings.js';

/** The running configuration of Alertmanager, as far as it says who is told. */
export interface AlertmanagerFacts {
  readonly url: string;
  /** Receiver of the route at the top, which takes what no other route does. */
  readonly topReceiver: { readonly name: string; readonly integrations: number };
  /** The webhooks whose address it shows. */
  readonly webhooks: readonly Webhook[];
  /** Webhooks whose address it hides, as newer ones do. */
  readonly hiddenWebhooks: number;
}

export interface Webhook {
  readonly receiver: string;
  /** host:port */
  readonly address: string;
  readonly path: string;
  readonly sendsEnds: boolean;
}

export type AlertmanagerAnswer = AlertmanagerFacts | { readonly url: string; readonly problem: string };

/** Where the exporter takes notifications. Its host may have another name for Alertmanager than for doctor, so the path tells. */
const INTAKE = '/api/v1/notifications';

/** Whether Alertmanager answers, tells anybody, and tells this exporter, unless it is polled (`isPolled`). */
export function checkAlertmanager(facts: AlertmanagerAnswer, exporterAddress: string, isPolled: boolean): Finding[] {
  const { url } = facts;
  if ('problem' in facts) return [finding('alertmanager_silent', url, { problem: facts.problem })];
  const { topReceiver, webhooks, hiddenWebhooks } = facts;
  const findings: Finding[] = [];
  if (topReceiver.integrations === 0) findings.push(finding('alertmanager_nobody_told', url, { receiver: topReceiver.name }));
  const ours = webhooks.filter(({ path, address }) => path.endsWith(INTAKE) || address === exporterAddress);
  for (const { receiver, path, sendsEnds } of ours) {
    if (!path.endsWith(INTAKE)) findings.push(finding('alertmanager_webhook_path', url, { receiver, path, intake: INTAKE }));
    else if (!sendsEnds) findings.push(finding('alertmanager_ends_withheld', url, { receiver }));
  }
  if (ours.length === 0 && hiddenWebhooks === 0 && !isPolled) findings.push(finding('alertmanager_no_webhook', url, { intake: INTAKE }));
  return findings;
}
