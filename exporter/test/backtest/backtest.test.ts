import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_INCIDENTS } from '../../tools/backtest/demo-incidents.js';
import { DEMO_MODELS } from '../../tools/backtest/demo-models.js';
import { buildBaselines } from '../../tools/backtest/score-demo.js';
import { writeDemoHistory, type DemoFiles } from '../../tools/backtest/write-demo-history.js';
import { findTool } from '../../tools/find-tool.js';
import { runAiops } from '../processes/exporter.js';

const PROGRAM = fileURLToPath(new URL('../../bin/aiops.js', import.meta.url));
const RULES = fileURLToPath(new URL('../../../alerts/prometheus', import.meta.url));
const PROMTOOL = findTool('promtool');

interface Result {
  readonly rules: readonly {
    readonly alert: string;
    readonly severity: string;
    readonly firings: number;
    readonly caught: number;
    readonly missed: number;
  }[];
  readonly all: { readonly caught: number; readonly missed: number; readonly false: number; readonly recall: number };
  readonly incidents: readonly {
    readonly kind: string;
    readonly verdict: string;
    readonly alerts: readonly string[];
    readonly wrong_place: readonly string[];
    readonly detect_seconds: number;
  }[];
  readonly not_judged: readonly { readonly alert: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'aiops-backtest-test-'));
let files: DemoFiles;
let shipped: Result;

/** Thirty hours of two models in one log. What happens is that of the demo history, moved into them. */
beforeAll(() => {
  const kinds = ['latency_step', 'error_burst', 'missing_feature', 'logging_outage', 'label_flip'];
  const days: Readonly<Record<string, readonly [number, number]>> = {
    latency_step: [0, 2],
    error_burst: [0, 8],
    missing_feature: [0, 11],
    label_flip: [0, 16],
    // A day later, so that there is a usual time to compare it with.
    logging_outage: [1, 2],
  };
  const models = DEMO_MODELS.filter(({ source }) => source === 'shop');
  const incidents = kinds.flatMap((kind) => {
    const found = DEMO_INCIDENTS.find((one) => one.kind === kind && one.models.some((name) => name === 'churn' || name === 'fraud'));
    return found ? [{ ...found, from: days[kind] ?? [0, 0], hours: Math.min(found.hours, 4) }] : [];
  });
  files = writeDemoHistory({ folder, seed: 7, days: 1.25, models, incidents });
  buildBaselines(files, PROGRAM);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const backtest = (...more: string[]) =>
  runAiops(['alerts', 'backtest', '--incidents', files.incidents, '--promtool', PROMTOOL, '--step', '2m', ...more]);
const resultOf = (output: string): Result => JSON.parse(output.slice(output.indexOf('{\n'))) as Result;

test('shipped rules catch what happened, and tell a silent log from silent models', { timeout: 300_000 }, async () => {
  const ran = await backtest('--rules', RULES, '--config', files.config, '--json');
  expect(ran.code, ran.output).toBe(0);
  const result = (shipped = resultOf(ran.output));
  expect(result.all).toMatchObject({ caught: 5, missed: 0, recall: 1 });
  const alertsOf = (kind: string) => result.incidents.find((one) => one.kind === kind)?.alerts;
  expect(result.incidents.find(({ kind }) => kind === 'logging_outage')).toMatchObject({
    alerts: ['IngestSilent (critical)'],
    wrong_place: [],
  });
  expect(alertsOf('label_flip')).toContain('ModelQualityDegraded (critical)');
  expect(alertsOf('missing_feature')).toContain('ModelSchemaMismatch (warning)');
  // Nobody kept `up` of a log.
  expect(result.not_judged.map(({ alert }) => alert)).toContain('AiopsExporterDown');
  for (const { detect_seconds } of result.incidents) expect(detect_seconds).toBeGreaterThan(0);
});

test('a rule that never fires scores nothing', { timeout: 120_000 }, async () => {
  const rules = join(folder, 'never.yaml');
  writeFileSync(
    rules,
    JSON.stringify({
      groups: [{ name: 'g', rules: [{ alert: 'Never', expr: 'aiops_inference_requests_total < 0', labels: { severity: 'critical' } }] }],
    }),
  );
  const ran = await backtest('--rules', rules, '--config', files.config, '--json');
  expect(ran.code, ran.output).toBe(0);
  const result = resultOf(ran.output);
  expect(result.all).toMatchObject({ caught: 0, missed: 5, false: 0, recall: 0 });
  expect(result.rules).toMatchObject([{ alert: 'Never', severity: 'critical', firings: 0, caught: 0, missed: 5 }]);
});

test('a history that was written as a file scores as the logs do', { timeout: 120_000 }, async () => {
  const om = join(folder, 'history.om');
  expect(await runAiops(['backfill', '--config', files.config, '--openmetrics', om, '--step', '2m'])).toMatchObject({ code: 0 });
  const ran = await backtest('--rules', join(RULES, 'data-quality.yaml'), '--events', om, '--json');
  expect(ran.code, ran.output).toBe(0);
  const { rules } = resultOf(ran.output);
  expect(rules.map(({ alert }) => alert)).toEqual(['ModelSchemaMismatch', 'ModelDataQualityDegraded']);
  expect(rules).toEqual(shipped.rules.filter(({ alert }) => rules.some((rule) => rule.alert === alert)));
});

describe('what is wrong is said before minutes are spent', () => {
  const refused = async (code: string, ...args: string[]): Promise<string> => {
    const { code: exit, output } = await runAiops(['alerts', 'backtest', ...args]);
    expect({ exit, isNamed: output.includes(`[${code}]`) }, output).toEqual({ exit: 2, isNamed: true });
    return output;
  };

  test('no promtool', async () => {
    const args = ['--rules', RULES, '--events', 'none.om', '--incidents', files.incidents, '--promtool', join(folder, 'no-promtool')];
    expect(await refused('BACKTEST_PROMTOOL', ...args)).toContain('apt-get install prometheus');
  });

  test('incidents with a fault, with line and key', async () => {
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, readFileSync(files.incidents, 'utf8').replace('should: page', 'should: wake'));
    expect(
      await refused('BACKTEST_BAD_INCIDENTS', '--rules', RULES, '--events', 'none.om', '--incidents', bad, '--promtool', PROMTOOL),
    ).toMatch(/bad\.yaml:\d+: incidents\.0\.should: /);
  });

  test('a history that cannot be read, holds no time, or nothing that the rules read', async () => {
    const args = ['--rules', RULES, '--incidents', files.incidents, '--promtool', PROMTOOL];
    await refused('CLI_OPTION_MISSING', ...args);
    await refused('CLI_FILE_UNREADABLE', ...args, '--events', join(folder, 'none.om'));
    const om = join(folder, 'odd.om');
    writeFileSync(om, 'aiops_drift_rate{model="a",version="1"} 0.5\n');
    expect(await refused('BACKTEST_BAD_HISTORY', ...args, '--events', om)).toContain('odd.om:1: the sample has no timestamp');
    writeFileSync(om, 'node_load1 0.5 1767225600\n# EOF\n');
    await refused('BACKTEST_EMPTY', ...args, '--events', om);
  });

  test('rules that are none, and rules that promtool refuses', async () => {
    const args = ['--incidents', files.incidents, '--promtool', PROMTOOL];
    const home = join(folder, 'rules');
    mkdirSync(home);
    await refused('BACKTEST_NO_ALERTS', '--rules', home, '--events', 'none.om', ...args);
    const rules = join(home, 'odd.yaml');
    writeFileSync(rules, 'groups: 1\n');
    await refused('BACKTEST_BAD_RULES', '--rules', rules, '--events', 'none.om', ...args);
    writeFileSync(rules, 'groups: [{ name: g, rules: [{ alert: A, expr: "x > > 1", labels: { severity: warning } }] }]\n');
    const om = join(folder, 'x.om');
    writeFileSync(om, 'x 1 1767225600\n# EOF\n');
    expect(await refused('BACKTEST_PROMTOOL_FAILED', '--rules', rules, '--events', om, ...args)).toContain('parse error');
  });
  test('a folder for temporary files that is not there', async () => {
    const om = join(folder, 'y.om');
    writeFileSync(om, 'aiops_drift_rate{model="a",version="1"} 0.5 1767225600\n# EOF\n');
    const args = ['--rules', join(RULES, 'drift.yaml'), '--incidents', files.incidents, '--promtool', PROMTOOL, '--events', om];
    const { code, output } = await runAiops(['alerts', 'backtest', ...args], { TMPDIR: join(folder, 'no-such') });
    expect({ code, isNamed: output.includes('[BACKTEST_WRITE]') }, output).toEqual({ code: 2, isNamed: true });
  });
});
