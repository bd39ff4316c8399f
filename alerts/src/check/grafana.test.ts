import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { findTool } from '../../../exporter/tools/find-tool.js';
import { DEFAULT_CONFIG } from '../config.js';
import { grafanaFile, grafanaGroups, type GrafanaRule } from '../render/grafana.js';
import { pluginFile } from '../render/plugin.js';
import { prometheusGroups } from '../render/prometheus.js';
import { allRules } from '../rules/all-rules.js';
import { grafanaFaults } from './grafana-faults.js';

const FILES = allRules(DEFAULT_CONFIG);
const RULES = grafanaGroups(FILES, DEFAULT_CONFIG).flatMap(({ rules }) => rules);
const FIXTURES = fileURLToPath(new URL('../../fixtures/grafana-rules/', import.meta.url));
/** What each recorded file has wrong, as our checker says it. */
const TRAPS: Readonly<Record<string, RegExp>> = {
  '010-rule-unknown-field': /Unrecognized key/,
  '011-rule-missing-datasource': /there is no data source/,
  '012-rule-bad-for': /for: is no duration/,
  '013-rule-no-uid': /uid: Invalid input/,
  '014-rule-uid-too-long': /uid: must be 1 to 40/,
  '015-rule-bad-nodatastate': /noDataState: Invalid option/,
  '016-rule-interval-7s': /no multiple of 10 s/,
  '017-rule-yaml-syntax': /it is no YAML/,
  '018-rule-condition-missing': /is none of its queries/,
  '019-rule-missing-series-zero': /missing_series_evals_to_resolve: Too small/,
  '020-rule-duplicate-uid': /is used twice/,
  '021-rule-no-folder': /folder: Invalid input/,
  '022-rule-dollar-in-label-doubled': /the \$ in label/,
  '022b-rule-label-templates-that-work': /the \$ in label/,
  '023-rule-keepfiringfor-api-spelling': /Unrecognized key: "keep_firing_for"/,
  '024-rule-missing-series-api-spelling': /Unrecognized key: "missingSeriesEvalsToResolve"/,
};

describe('the checker of rule files for Grafana', () => {
  test('knows every recorded trap', () => {
    const recorded = readdirSync(FIXTURES).filter((name) => name.endsWith('.yaml'));
    expect(Object.keys(TRAPS)).toEqual(recorded.map((name) => name.replace('.yaml', '')).sort());
  });

  test.each(Object.entries(TRAPS))('finds what is wrong in %s', (name, fault) => {
    // Every recorded file has one label with a $ in it; it is not what most of them are about.
    const text = readFileSync(`${FIXTURES}${name}.yaml`, 'utf8').replace(/\n +title_of: '\{\{ \$labels\.model \}\}'/, '');
    expect(grafanaFaults(text, ['prometheus']).join('\n')).toMatch(fault);
  });
});

describe('the rules for Grafana', () => {
  test('have no fault that Grafana would stop at or be quiet about', () => {
    expect(grafanaFaults(grafanaFile(FILES, DEFAULT_CONFIG), ['prometheus'])).toEqual([]);
  });

  test('hold no $ but in expressions that Grafana itself evaluates', () => {
    for (const { annotations, labels, title } of RULES)
      expect(JSON.stringify([annotations, labels, title]).replaceAll('var-model={{ .Labels', '')).not.toContain('$');
  });

  test('are those for Prometheus: the same names, severities, waiting times, labels and links', () => {
    const prometheus = FILES.flatMap((file) => prometheusGroups(file, DEFAULT_CONFIG)).flatMap(({ rules }) =>
      rules.filter(({ alert }) => alert),
    );
    expect(
      RULES.map(({ title, labels, annotations, for: wait }) => [
        title,
        labels,
        annotations['runbook_url'],
        annotations['dashboard_url'],
        wait,
      ]),
    ).toEqual(
      prometheus.map(({ alert, labels, annotations, for: wait = '0s' }) => [
        alert,
        labels,
        annotations?.['runbook_url'],
        annotations?.['dashboard_url'],
        wait,
      ]),
    );
  });

  test('have queries that Prometheus accepts, and that need no recording rule', () => {
    const exprs = RULES.map(queryOf);
    const folder = mkdtempSync(join(tmpdir(), 'aiops-grafana-'));
    writeFileSync(
      join(folder, 'q.yaml'),
      stringify({ groups: [{ name: 'q', rules: exprs.map((expr, i) => ({ record: `q${i}`, expr })) }] }),
    );
    const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['check', 'rules', join(folder, 'q.yaml')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect({ status, text: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, text: '' });
    for (const expr of exprs) expect(expr).not.toMatch(/\w:aiops_\w+:/);
  });

  test('are what the plugin installs', () => {
    const plugin = JSON.parse(pluginFile(FILES, DEFAULT_CONFIG)) as { groups: { rules: GrafanaRule[] }[] };
    const file = parse(grafanaFile(FILES, DEFAULT_CONFIG)) as { groups: { rules: GrafanaRule[] }[] };
    expect(plugin.groups.map(({ rules }) => rules)).toEqual(file.groups.map(({ rules }) => rules));
  });
});

function queryOf({ data }: GrafanaRule): string {
  return (data[0] as { model: { expr: string } }).model.expr;
}
