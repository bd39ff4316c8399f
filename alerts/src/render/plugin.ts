import type { AlertConfig } from '../config.js';
import type { RuleFile } from '../rules/all-rules.js';
import { grafanaGroups } from './grafana.js';

/** Seconds between evaluations; the API takes multiples of 10. */
const INTERVAL_SECONDS = 60;

/**
 * What the plugin's "Install alert rules" sends: groups as the body of PUT …/rule-groups/:group, without the folder and with a data
 * source uid that the installer puts in place of `prometheus`.
 */
export function pluginFile(files: readonly RuleFile[], config: AlertConfig): string {
  const groups = grafanaGroups(files, config).map(({ name, rules }) => ({ title: name, interval: INTERVAL_SECONDS, rules }));
  return `${JSON.stringify({ groups }, null, 2)}\n`;
}
