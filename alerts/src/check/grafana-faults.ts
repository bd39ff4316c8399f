import { parse } from 'yaml';
import { z } from 'zod';

const duration = z.string().regex(/^(\d+(ms|[smhdw]))+$/, 'is no duration');
const query = z.strictObject({
  refId: z.string().min(1),
  queryType: z.string().optional(),
  relativeTimeRange: z.strictObject({ from: z.number(), to: z.number() }).optional(),
  datasourceUid: z.string().min(1),
  model: z.record(z.string(), z.unknown()),
});
const texts = z.record(z.string(), z.string());
const rule = z.strictObject({
  uid: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be 1 to 40 of A-Z a-z 0-9 - _'),
  title: z.string().min(1).max(190),
  condition: z.string().min(1),
  data: z.array(query).min(1),
  dashboardUid: z.string().optional(),
  panelId: z.number().optional(),
  noDataState: z.enum(['NoData', 'OK', 'Alerting', 'KeepLast']).optional(),
  execErrState: z.enum(['Error', 'OK', 'Alerting', 'KeepLast']).optional(),
  for: duration,
  keepFiringFor: duration.optional(),
  missing_series_evals_to_resolve: z.number().int().min(1).optional(),
  annotations: texts.optional(),
  labels: texts.optional(),
  isPaused: z.boolean().optional(),
});
const group = z.strictObject({
  orgId: z.number().int().min(1).optional(),
  name: z.string().min(1),
  folder: z.string().min(1),
  interval: duration,
  rules: z.array(rule).min(1),
});
const file = z.strictObject({ apiVersion: z.literal(1), groups: z.array(group) });
type Rule = z.infer<typeof rule>;

/**
 * What is wrong with a file of rules for Grafana's provisioning; empty where all is well.
 *
 * Grafana stops at some of these faults and is quiet about the others: unknown fields are dropped, of two rules with one uid the later
 * wins, a `$` in a label is expanded like a variable of the environment. Source: what Grafana 12.3 did (alerts/fixtures/grafana-rules).
 *
 * @param dataSources uids of data sources that there are
 */
export function grafanaFaults(text: string, dataSources: readonly string[]): string[] {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    return [`it is no YAML: ${error instanceof Error ? error.message : String(error)}`];
  }
  const parsed = file.safeParse(content);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const { groups } = parsed.data;
  const rules = groups.flatMap((one) => one.rules);
  return [
    ...repeated(rules.map(({ uid }) => uid)).map((uid) => `uid ${uid} is used twice, and the later rule would win`),
    ...repeated(groups.map(({ folder, name }) => `${folder}/${name}`)).map((name) => `group ${name} is there twice`),
    ...groups
      .filter(({ interval }) => seconds(interval) % 10 !== 0 || seconds(interval) === 0)
      .map(({ name }) => `interval of ${name} is no multiple of 10 s`),
    ...rules.flatMap((one) => ruleFaults(one, dataSources)),
  ];
}

function ruleFaults({ uid, condition, data, labels = {} }: Rule, dataSources: readonly string[]): string[] {
  const known = [...dataSources, '__expr__'];
  return [
    ...(data.some(({ refId }) => refId === condition) ? [] : [`${uid}: condition ${condition} is none of its queries`]),
    ...data
      .filter(({ datasourceUid }) => !known.includes(datasourceUid))
      .map(({ datasourceUid }) => `${uid}: there is no data source ${datasourceUid}`),
    ...Object.entries(labels)
      .filter(([, value]) => value.includes('$'))
      .map(([name]) => `${uid}: the $ in label ${name} is expanded like a variable of the environment; write {{ .Labels.x }}`),
  ];
}

function repeated(items: readonly string[]): string[] {
  return [...new Set(items.filter((item, i) => items.indexOf(item) !== i))];
}

function seconds(text: string): number {
  const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
  return [...text.matchAll(/(\d+)(ms|[smhdw])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ''] ?? 0), 0);
}
