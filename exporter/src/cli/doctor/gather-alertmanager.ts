import { parse } from 'yaml';
import { z } from 'zod';
import type { AlertmanagerAnswer, Webhook } from '../../doctor/index.js';
import { ask, jsonOf } from './ask.js';

const status = z.object({ config: z.object({ original: z.string() }) });
const configuration = z.object({
  route: z.object({ receiver: z.string() }),
  receivers: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** Asks Alertmanager for the configuration that it runs with. */
export async function gatherAlertmanager(base: string): Promise<AlertmanagerAnswer> {
  const url = base.replace(/\/+$/, '');
  const json = jsonOf(await ask(`${url}/api/v2/status`));
  if ('problem' in json) return { url, problem: json.problem };
  const said = status.safeParse(json.value);
  const parsed = said.success ? configuration.safeParse(yamlOf(said.data.config.original)) : null;
  if (!parsed?.success) return { url, problem: 'what answers is no Alertmanager' };
  const { route, receivers } = parsed.data;
  const top = receivers.find(({ name }) => name === route.receiver);
  const webhooks = receivers.flatMap((receiver) => webhooksOf(receiver));
  const shown = webhooks.filter((webhook) => webhook !== null);
  return {
    url,
    topReceiver: { name: route.receiver, integrations: top ? integrationsOf(top).length : 0 },
    webhooks: shown,
    hiddenWebhooks: webhooks.length - shown.length,
  };
}

function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

type Receiver = z.infer<typeof configuration>['receivers'][number];

function integrationsOf(receiver: Receiver): unknown[] {
  return Object.entries(receiver).flatMap(([key, value]) => (key.endsWith('_configs') && Array.isArray(value) ? (value as unknown[]) : []));
}

function webhooksOf(receiver: Receiver): (Webhook | null)[] {
  const list = receiver['webhook_configs'];
  if (!Array.isArray(list)) return [];
  return (list as ({ url?: unknown; send_resolved?: unknown } | null)[]).map((entry) => {
    const url = entry?.url;
    // `<secret>`, or a file that only Alertmanager can read.
    if (typeof url !== 'string' || !URL.canParse(url)) return null;
    const { host: address, pathname: path } = new URL(url);
    return { receiver: receiver.name, address, path, sendsEnds: entry?.send_resolved !== false };
  });
}
