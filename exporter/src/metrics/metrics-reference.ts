import { METRIC_GROUPS, type MetricFamily } from '../contract/index.js';
import { PROCESS_FAMILIES } from './process-families.js';

const KINDS: Readonly<Record<MetricFamily['kind'], string>> = {
  additive: 'additive: sum over replicas with plain PromQL',
  verdict: 'verdict of the last closed window: do not aggregate',
  fact: 'fact: describes one exporter',
};

/** The reference page of all metrics, from the catalogue. Same catalogue, same bytes. */
export function metricsReference(): string {
  const lines = [
    '<!-- Generated from exporter/src/contract/metrics.ts by exporter/tools/generate-metrics-reference.ts. Do not edit. -->',
    '',
    '# Metrics',
    '',
    'Every family that the exporter can export, by topic. A series is absent, never 0, where there is nothing to say: a verdict',
    'without enough data, a model whose log holds no costs. Three kinds of numbers:',
    '',
    ...Object.entries(KINDS).map(([kind, text]) => `* **${kind}** (${text.slice(text.indexOf(':') + 2)})`),
    '',
    'The number of series is bounded for each family; features beyond the series budget are left out and counted in',
    '`aiops_series_dropped_total`. Beside these there are the usual `process_*` and `nodejs_*` of the Node client.',
  ];
  for (const { title, summary, families } of METRIC_GROUPS) {
    lines.push('', `## ${title}`, '', summary, '', '| family | type | unit | labels | kind |', '|---|---|---|---|---|');
    for (const family of families) lines.push(row(family));
    for (const family of families) lines.push('', ...details(family));
  }
  return `${lines.join('\n')}\n`;
}

function row({ name, type, unit, labels, kind }: MetricFamily): string {
  return `| [\`${name}\`](#${name}) | ${type} | ${unit || '-'} | ${labels.map((label) => `\`${label}\``).join(', ') || '-'} | ${kind} |`;
}

function details(family: MetricFamily): string[] {
  const series =
    family.type === 'histogram' ? ` Lines: \`${family.name}_bucket{le}\`, \`${family.name}_sum\`, \`${family.name}_count\`.` : '';
  const thread = (PROCESS_FAMILIES as readonly string[]).includes(family.name) ? 'the process' : 'the fold over events';
  return [
    `### ${family.name}`,
    '',
    `${cell(family.help)}${series}`,
    '',
    `${capital(KINDS[family.kind])}. Series: ${cell(family.bound)}. From ${thread}. Since ${family.since}, ${family.stability}.`,
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Text as Markdown shows it literally. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
