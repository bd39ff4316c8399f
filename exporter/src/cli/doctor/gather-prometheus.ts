import { z } from 'zod';
import type { PrometheusAnswer, PrometheusFacts } from '../../doctor/index.js';
import { ask, jsonOf, type Answered } from './ask.js';

const targets = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        scrapeUrl: z.string(),
        health: z.string(),
        lastError: z.string(),
        scrapeInterval: z.string().default('0s'),
      }),
    ),
  }),
});
const vector = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })) }),
});
const rules = z.object({
  data: z.object({
    groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), query: z.string(), lastError: z.string().default('') })) })),
  }),
});
const alertmanagers = z.object({ data: z.object({ activeAlertmanagers: z.array(z.object({ url: z.string() })) }) });

/** The start time of each process that exports aiops_build_info. */
const OWN_STARTS = 'process_start_time_seconds and on (job, instance) aiops_build_info';
/** Whole names only: an expression that merely mentions aiops in a text has none of its metrics. */
const OWN_METRIC = /(?:^|[^\w:])(?:aiops_\w+|\w+:aiops_\w+)/;

/** Asks Prometheus about its targets, rules and Alertmanagers. */
export async function gatherPrometheus(base: string, nowMs: () => number): Promise<PrometheusAnswer> {
  const url = base.replace(/\/+$/, '');
  const api = (path: string): Promise<Answered> => ask(`${url}/api/v1/${path}`);
  const first = await api('targets?state=active');
  const clockAheadMs = 'dateMs' in first && first.dateMs !== null ? first.dateMs - nowMs() : 0;
  try {
    return {
      url,
      clockAheadMs,
      targets: targetsOf(read(first, targets)),
      exporters: exportersOf(read(await api(`query?query=${encodeURIComponent(OWN_STARTS)}`), vector)),
      ...rulesOf(read(await api('rules'), rules)),
      alertmanagers: read(await api('alertmanagers'), alertmanagers).data.activeAlertmanagers.map((found) => new URL(found.url).host),
    };
  } catch (error) {
    if (error instanceof NoAnswer) return { url, problem: error.message };
    throw error;
  }
}

class NoAnswer extends Error {}

function read<T>(answer: Answered, schema: z.ZodType<T>): T {
  const json = jsonOf(answer);
  if ('problem' in json) throw new NoAnswer(json.problem);
  const parsed = schema.safeParse(json.value);
  if (!parsed.success) throw new NoAnswer('what answers is no Prometheus');
  return parsed.data;
}

function targetsOf({ data }: z.infer<typeof targets>): PrometheusFacts['targets'] {
  return data.activeTargets.map(({ labels, scrapeUrl, health, lastError, scrapeInterval }) => ({
    instance: labels['instance'] ?? '',
    job: labels['job'] ?? '',
    address: URL.canParse(scrapeUrl) ? new URL(scrapeUrl).host : scrapeUrl,
    // "unknown" before the first scrape
    isUp: health !== 'down',
    lastError,
    intervalSeconds: seconds(scrapeInterval),
  }));
}

function exportersOf({ data }: z.infer<typeof vector>): PrometheusFacts['exporters'] {
  return data.result.map(({ metric, value: [, started] }) => ({
    instance: metric['instance'] ?? '',
    job: metric['job'] ?? '',
    startedSeconds: Number(started),
  }));
}

function rulesOf({ data: { groups } }: z.infer<typeof rules>): Pick<PrometheusFacts, 'ruleGroups' | 'rules'> {
  const own = groups.flatMap((group) => group.rules).filter(({ query }) => OWN_METRIC.test(query));
  return { ruleGroups: groups.length, rules: own.map(({ name, lastError }) => ({ name, problem: lastError })) };
}

/** `1m30s` as Prometheus prints it. */
function seconds(text: string): number {
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ''] ?? 0), 0);
}
