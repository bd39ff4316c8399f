import { annotationsOf } from './annotations.js';
import type { AlertConfig } from '../config.js';
import type { AlertRule } from '../rule.js';
import { alertsOf, type RuleFile } from '../rules/all-rules.js';

const HEAD = `<!-- Generated from alerts/src by npm run generate. Do not edit. -->

# Alerts

In the order of triage: what everything else hangs on comes first. \`critical\` pages, \`warning\` is a ticket, \`info\` is context and goes to nobody.
`;

/** A page with every alert: what it says, how long it waits, and when it is silent although its signal is there. */
export function cataloguePage(files: readonly RuleFile[], config: AlertConfig): string {
  const rows = alertsOf(files).map((rule) => rowOf(rule, config));
  return `${HEAD}\n| alert | severity | waits | says | not where |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function rowOf(rule: AlertRule, config: AlertConfig): string {
  const { summary = '' } = annotationsOf(rule, config, '');
  const guards = rule.guards.map(({ why }) => why).join('; ');
  return `| [${rule.alert}](runbooks/${rule.alert}.md) | ${rule.severity} | ${rule.for ?? '0'} | ${summary} | ${guards} |`;
}
