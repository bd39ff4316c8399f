import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../exporter/test/processes/exporter.js';
import { startAlertmanager, type RunningAlertmanager } from '../../exporter/test/processes/alertmanager.js';
import { findTool } from '../../exporter/tools/find-tool.js';
import { DEFAULT_CONFIG } from '../src/config.js';
import { ruleLabels } from '../src/render/annotations.js';
import { alertsOf, allRules } from '../src/rules/all-rules.js';

const FILE = fileURLToPath(new URL('../alertmanager/alertmanager.yml', import.meta.url));
const ALERTS = alertsOf(allRules(DEFAULT_CONFIG));
const RECEIVERS = { critical: 'exporter,page', warning: 'exporter,ticket', info: 'exporter,nobody', none: 'heartbeat' };

type Labels = Readonly<Record<string, string>>;

/** The labels of an alert of ours about model `churn`. */
function labelsOf(alert: string, severity?: string, more: Labels = {}): Labels {
  const rule = ALERTS.find((candidate) => candidate.alert === alert && (severity === undefined || candidate.severity === severity));
  if (!rule) throw new Error(`no alert ${alert}`);
  const own = Object.fromEntries(rule.labels.map((label) => [label, { model: 'churn', version: '7' }[label] ?? 'x']));
  return { alertname: alert, ...own, ...ruleLabels(rule), ...more };
}

describe('amtool', () => {
  test('accepts the configuration', () => {
    expect(spawnSync(findTool('amtool'), ['check-config', FILE], { encoding: 'utf8' })).toMatchObject({ status: 0 });
  });

  test.each(ALERTS.map((rule) => [rule.alert, rule.severity, RECEIVERS[rule.severity]] as const))(
    'sends %s (%s) to %s',
    (alert, severity, receivers) => {
      const labels = Object.entries(labelsOf(alert, severity)).map(([name, value]) => `${name}=${value}`);
      const args = ['config', 'routes', 'test', `--config.file=${FILE}`, `--verify.receivers=${receivers}`, ...labels];
      const { status, stdout } = spawnSync(findTool('amtool'), args, { encoding: 'utf8' });
      expect({ status, receivers: stdout.trim() }).toEqual({ status: 0, receivers });
    },
  );

  test('sends alerts of others to the default receiver only', () => {
    const args = [
      'config',
      'routes',
      'test',
      `--config.file=${FILE}`,
      '--verify.receivers=ticket',
      'alertname=DiskFull',
      'severity=critical',
    ];
    expect(spawnSync(findTool('amtool'), args)).toMatchObject({ status: 0 });
  });
});

describe('a real Alertmanager', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aiops-alertmanager-'));
  let alertmanager: RunningAlertmanager;

  beforeAll(async () => {
    // Nobody listens at the receivers; what is muted and how alerts are grouped is seen in the API.
    alertmanager = await startAlertmanager(folder, readFileSync(FILE, 'utf8').replaceAll('127.0.0.1:9464', '127.0.0.1:9'));
  });
  afterAll(async () => {
    await alertmanager?.stop();
    rmSync(folder, { recursive: true });
  });

  async function get<T>(path: string): Promise<T> {
    return (await (await fetch(`${alertmanager.url}/api/v2/${path}`)).json()) as T;
  }

  /** Sends alerts of a model of its own, and says which of them are inhibited. */
  async function inhibited(alerts: readonly Labels[], model: string): Promise<string[]> {
    const own = alerts.map((labels) => ('model' in labels && labels['model'] === 'churn' ? { ...labels, model } : labels));
    const endsAt = new Date(Date.now() + 600_000).toISOString();
    await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(own.map((labels) => ({ labels, endsAt }))),
    });
    interface Alert {
      readonly labels: Labels;
      readonly status: { readonly state: string };
    }
    const found = await eventually(async () => {
      const all = await get<Alert[]>('alerts');
      const mine = own.map((labels) => all.find((alert) => JSON.stringify(sorted(alert.labels)) === JSON.stringify(sorted(labels))));
      return mine.every((alert) => alert !== undefined && alert.status.state !== 'unprocessed') ? mine : null;
    }, 'Alertmanager to have looked at the alerts');
    const muted = found.filter((alert) => alert?.status.state === 'suppressed');
    // Later tests begin without them.
    const over = new Date(Date.now() - 1000).toISOString();
    await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(own.map((labels) => ({ labels, startsAt: new Date(Date.now() - 5000).toISOString(), endsAt: over }))),
    });
    await eventually(async () => ((await get<Alert[]>('alerts')).length === 0 ? true : null), 'the alerts to be over');
    return muted.map((alert) => `${alert?.labels['alertname']} (${alert?.labels['severity']})`).sort();
  }

  test('lets the page of an alert speak for its ticket, of the same version only', async () => {
    const alerts = [
      labelsOf('ModelErrorBudgetBurn', 'critical'),
      labelsOf('ModelErrorBudgetBurn', 'warning'),
      labelsOf('ModelErrorBudgetBurn', 'warning', { version: '8' }),
      labelsOf('ModelLatencyBudgetBurn', 'warning'),
    ];
    expect(await inhibited(alerts, 'a')).toEqual(['ModelErrorBudgetBurn (warning)']);
  });

  test('says of a model that is down only that it is down, and of another model all', async () => {
    const alerts = [
      labelsOf('ModelServingDown'),
      labelsOf('ModelErrorBudgetBurn', 'critical'),
      labelsOf('ModelLatencyBudgetBurn', 'critical'),
      labelsOf('ModelFeatureDrift', 'warning'),
      labelsOf('ModelCostAnomaly'),
      labelsOf('ModelErrorBudgetBurn', 'critical', { model: 'other' }),
    ];
    expect(await inhibited(alerts, 'b')).toEqual([
      'ModelErrorBudgetBurn (critical)',
      'ModelFeatureDrift (warning)',
      'ModelLatencyBudgetBurn (critical)',
    ]);
  });

  test('writes no ticket while the exporter is down, and lets pages through', async () => {
    const alerts = [
      labelsOf('AiopsExporterDown'),
      labelsOf('ModelFeatureDrift', 'warning'),
      labelsOf('IngestStale'),
      labelsOf('ModelServingDown'),
      labelsOf('AiopsWatchdog'),
    ];
    expect(await inhibited(alerts, 'c')).toEqual(['IngestStale (warning)', 'ModelFeatureDrift (warning)']);
  });

  test.each(['IngestSourceDown', 'IngestStale', 'IngestRejecting', 'CheckpointStale'])(
    'doubts drift and data quality while the log is sick, not latency: %s',
    async (sick) => {
      const alerts = [
        labelsOf(sick),
        labelsOf('ModelPredictionDrift'),
        labelsOf('ModelSchemaMismatch'),
        labelsOf('ModelLatencyBudgetBurn', 'warning'),
        labelsOf('ModelPredictionCollapsed'),
      ];
      expect(await inhibited(alerts, 'd')).toEqual(['ModelPredictionDrift (warning)', 'ModelSchemaMismatch (warning)']);
    },
  );

  test('sends one notification for an alert and model, whatever versions and kinds it has', async () => {
    const endsAt = new Date(Date.now() + 600_000).toISOString();
    const alerts = [
      labelsOf('ModelSchemaMismatch', 'warning', { kind: 'missing_feature' }),
      labelsOf('ModelSchemaMismatch', 'warning', { kind: 'type_changed' }),
      labelsOf('ModelSchemaMismatch', 'warning', { kind: 'type_changed', version: '8' }),
      labelsOf('ModelSchemaMismatch', 'warning', { model: 'other' }),
    ];
    await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts.map((labels) => ({ labels, endsAt }))),
    });
    interface Group {
      readonly labels: Labels;
      readonly receiver: { readonly name: string };
      readonly alerts: readonly unknown[];
    }
    const groups = await eventually(async () => {
      const found = await get<Group[]>('alerts/groups');
      return found.reduce((sum, group) => sum + group.alerts.length, 0) === 2 * alerts.length ? found : null;
    }, 'the groups');
    const shown = groups.map(({ labels, receiver, alerts: { length } }) => `${receiver.name} ${labels['model']}: ${length}`).sort();
    expect(shown).toEqual(['exporter churn: 3', 'exporter other: 1', 'ticket churn: 3', 'ticket other: 1']);
  });
});

function sorted(labels: Labels): [string, string][] {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}
