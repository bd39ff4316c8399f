import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { AlertConfig } from '../../src/config.js';
import { fasterDuration, onFasterClock } from '../../src/render/faster-clock.js';
import { prometheusFile } from '../../src/render/prometheus.js';
import { allRules, type RuleFile } from '../../src/rules/all-rules.js';

/** Minutes of the rules and of Alertmanager are seconds in a test. */
export const FACTOR = 60;

/**
 * What Prometheus is told beside its rules. Its defaults are 10m and 1m. Alerts are sent every 5 s and not every second: they are taken for
 * over after four times of it, and a busy machine can hold its programs up for 4 s.
 */
export const PROMETHEUS_OPTIONS: readonly string[] = [
  `--rules.alert.for-grace-period=${fasterDuration('10m', FACTOR)}`,
  '--rules.alert.resend-delay=5s',
];

/**
 * Rule files of the bundle as Prometheus reads them, by file name.
 *
 * @param choose what of a file is loaded; null for nothing
 */
export function ruleFiles(config: AlertConfig, choose: (file: RuleFile) => RuleFile | null): Record<string, string> {
  const files = onFasterClock(allRules, config, FACTOR).flatMap((file) => choose(file) ?? []);
  return Object.fromEntries(files.map((file) => [`${file.name}.yaml`, prometheusFile(file, config)]));
}

/** A file with only some of its alerts; its records stay. */
export function onlyAlerts(file: RuleFile, names: readonly string[]): RuleFile {
  return { ...file, groups: file.groups.map((group) => ({ ...group, alerts: group.alerts.filter(({ alert }) => names.includes(alert)) })) };
}

/** The exporter's address in the bundle. */
const BUNDLE_ADDRESS = '127.0.0.1:9464';

interface AlertmanagerFile {
  readonly receivers: readonly { readonly name: string }[];
}

/**
 * The bundle's own configuration of Alertmanager: same routes, groups and inhibitions, on the faster clock.
 *
 * @param people where the receivers `page` and `ticket`, which are for people to fill in, send what they get
 */
export function alertmanagerConfig(exporterAddress: string, people?: string): string {
  const text = readFileSync(new URL('../../alertmanager/alertmanager.yml', import.meta.url), 'utf8');
  const file = faster(parse(text.replaceAll(BUNDLE_ADDRESS, exporterAddress))) as AlertmanagerFile;
  const receivers = file.receivers.map((receiver) =>
    people !== undefined && ['page', 'ticket'].includes(receiver.name)
      ? { ...receiver, webhook_configs: [{ url: `${people}/${receiver.name}`, send_resolved: true }] }
      : receiver,
  );
  return stringify({ ...file, receivers });
}

const DURATIONS: ReadonlySet<string> = new Set(['group_wait', 'group_interval', 'repeat_interval']);

function faster(value: unknown, key = ''): unknown {
  if (typeof value === 'string' && DURATIONS.has(key)) return value === '0s' ? value : fasterDuration(value, FACTOR);
  if (Array.isArray(value)) return value.map((entry) => faster(entry));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, faster(entry, name)]));
}
