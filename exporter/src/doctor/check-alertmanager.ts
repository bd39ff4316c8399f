import { finding, type Finding } from './findings.js';

/** The running configuration of Alertmanager, as far as it says who is told. */
export interface AlertmanagerFacts {
  readonly url: string;
  /** Receiver of the route at the top, which takes what no other route does. */
  readonly topReceiver: { readonly name: string; readonly integrations: number };
  /** host:port of each webhook, with its receiver. Alertmanager may hide webhook URLs; then there are none here. */
  readonly webhooks: readonly { readonly receiver: string; readonly address: string }[];
}

export type AlertmanagerAnswer = AlertmanagerFacts | { readonly url: string; readonly problem: string };

/** Whether Alertmanager answers and tells anybody. That it tells this exporter comes with the incident intake. */
export function checkAlertmanager(facts: AlertmanagerAnswer, exporterAddress: string): Finding[] {
  const { url } = facts;
  if ('problem' in facts) return [finding('alertmanager_silent', url, { problem: facts.problem })];
  const findings: Finding[] = [];
  if (facts.topReceiver.integrations === 0) findings.push(finding('alertmanager_nobody_told', url, { receiver: facts.topReceiver.name }));
  for (const { receiver, address } of facts.webhooks)
    if (address === exporterAddress) findings.push(finding('alertmanager_early_webhook', url, { receiver }));
  return findings;
}
