import { parse } from 'yaml';
import { z } from 'zod';
import type { AlertmanagerAnswer } from '../../doctor/index.js';
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
  return {
    url,
    topReceiver: { name: route.receiver, integrations: top ? integrationsOf(top).length : 0 },
    webhooks: receivers.flatMap((receiver) => webhooksOf(receiver)),
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

function webhooksOf(receiver: Receiver): { receiver: string; address: string }[] {
  const list = receiver['webhook_configs'];
  if (!Array.isArray(list)) return [];
  const urls = list.map((entry) => (entry as { url?: unknown } | null)?.url);
  return urls.flatMap((url) =>
    typeof url === 'string' && URL.canParse(url) ? [{ receiver: receiver.name, address: new URL(url).host }] : [],
  );
}
