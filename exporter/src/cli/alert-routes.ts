import type { Command } from 'commander';
import {
  canInhibit,
  inhibitionsOf,
  knownAlerts,
  matcherText,
  readRouting,
  routesFor,
  type Labels,
  type Routing,
} from '../routing/index.js';
import type { CliIo } from './cli-io.js';
import { cliError } from './errors.js';
import { ruleFiles, yamlOf } from './rule-files.js';
import { runCommand } from './run-command.js';

interface Flags {
  config: string;
  rules?: string;
  json?: boolean;
}

const HELP = `
Labels that an alert gets from its rule (severity, component, cause) are taken from --rules; others are given as label=value.

  aiops alerts routes ModelFeatureDrift model=churn --config alertmanager.yml --rules prometheus/rules

Exit codes: 0 done, 2 bad use, an unreadable file, or an alert that the rules do not have.`;

/** Adds `aiops alerts routes`. */
export function registerRoutesCommand(alerts: Command, io: CliIo): void {
  alerts
    .command('routes')
    .description('show who gets an alert, how it is grouped, and what inhibits it')
    .argument('<alert>', 'name of the alert')
    .argument('[labels...]', 'its labels, as label=value')
    .requiredOption('--config <file>', 'configuration of Alertmanager')
    .option('--rules <path>', 'file or folder of Prometheus rules, for the labels of the alert and of those that inhibit it')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((alert: string, given: string[], flags: Flags) =>
      runCommand(io, async () => {
        const routing = readRouting(yamlOf(flags.config), flags.config);
        const known = flags.rules === undefined ? [] : ruleFiles(flags.rules).flatMap((file) => knownAlerts(yamlOf(file), file));
        const own = Object.fromEntries(given.map(labelOf));
        const variants = known.filter(({ alertname }) => alertname === alert);
        if (flags.rules !== undefined && variants.length === 0) throw cliError('CLI_ALERT_UNKNOWN', { alert, rules: flags.rules });
        const asked = (variants.length > 0 ? variants : [{ alertname: alert }]).map((labels) => ({ ...labels, ...own }));
        const found = asked.map((labels) => routesOf(routing, labels, known));
        io.stdout.write(flags.json ? `${JSON.stringify(found, null, 2)}\n` : `${found.map(textOf).join('\n\n')}\n`);
      }),
    );
}

interface Found {
  readonly labels: Labels;
  readonly receivers: readonly {
    receiver: string;
    group_by: readonly string[];
    group_wait: string;
    group_interval: string;
    repeat_interval: string;
  }[];
  readonly inhibited_by: readonly { source: readonly string[]; equal: readonly string[]; alerts: readonly string[] }[];
}

function routesOf(routing: Routing, labels: Labels, known: readonly Labels[]): Found {
  return {
    labels,
    receivers: routesFor(routing.route, labels).map(({ receiver, groupBy, groupWait, groupInterval, repeatInterval }) => ({
      receiver,
      group_by: groupBy,
      group_wait: groupWait,
      group_interval: groupInterval,
      repeat_interval: repeatInterval,
    })),
    inhibited_by: inhibitionsOf(routing, labels)
      .map((rule) => ({
        source: rule.source.map(matcherText),
        equal: rule.equal,
        alerts: known.filter((by) => canInhibit(rule, by, labels)).map(nameOf),
      }))
      // With rules at hand, what none of them can set off is not worth a line.
      .filter(({ alerts }) => known.length === 0 || alerts.length > 0),
  };
}

function textOf({ labels, receivers, inhibited_by }: Found): string {
  const lines = [nameOf(labels)];
  for (const { receiver, group_by, group_wait, repeat_interval } of receivers) {
    const grouped = group_by.length > 0 ? `one notification for each ${group_by.join(' and ')}` : 'all in one notification';
    lines.push(`  goes to ${receiver}: ${grouped}, after ${group_wait}, again every ${repeat_interval}`);
  }
  for (const { source, equal, alerts } of inhibited_by) {
    const same = equal.length > 0 ? ` of the same ${equal.join(', ')}` : '';
    lines.push(`  silent while there is ${alerts.length > 0 ? alerts.join(', ') : `{${source.join(', ')}}`}${same}`);
  }
  if (inhibited_by.length === 0) lines.push('  nothing inhibits it');
  return lines.join('\n');
}

function nameOf({ alertname = '', severity }: Labels): string {
  return severity === undefined ? alertname : `${alertname} (${severity})`;
}

function labelOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw cliError('CLI_BAD_LABEL', { found: text });
  return [text.slice(0, at), text.slice(at + 1)];
}
