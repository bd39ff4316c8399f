import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { findTool } from '../../exporter/tools/find-tool.js';
import { DEFAULT_CONFIG } from '../src/config.js';
import { inlined } from '../src/render/inlined.js';
import { prometheusGroups } from '../src/render/prometheus.js';
import { promtoolFiles } from '../src/render/promtool.js';
import { allRules } from '../src/rules/all-rules.js';
import { SCENARIOS } from '../src/scenarios/all-scenarios.js';

// The files with recordings; of the budgets the scenario that takes least time.
test.each([
  ['data-quality', '1m'],
  ['cost', '5m'],
  ['serving', '1h'],
  ['objectives', '15m'],
])('what Grafana evaluates, recordings put into the queries, fires at the same minutes: %s', (name, evaluation) => {
  const file = allRules(DEFAULT_CONFIG).find((candidate) => candidate.name === name);
  if (!file) throw new Error(`no file ${name}`);
  const records = file.groups.flatMap((group) => group.records);
  expect(records.length).toBeGreaterThan(0);
  const groups = prometheusGroups(file, DEFAULT_CONFIG).map((group) => ({
    name: group.name,
    rules: group.rules.flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, expr: inlined(rule.expr, records) }])),
  }));
  const tests = promtoolFiles(file, SCENARIOS, DEFAULT_CONFIG).get(`${name}-${evaluation}.yaml`);
  if (tests === undefined) throw new Error(`no tests of ${name} every ${evaluation}`);
  const folder = mkdtempSync(join(tmpdir(), 'aiops-inlined-'));
  for (const part of ['prometheus', 'tests']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'prometheus', `${name}.yaml`), stringify({ groups }, { lineWidth: 0 }));
  writeFileSync(join(folder, 'tests', 'test.yaml'), tests);
  const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['test', 'rules', join(folder, 'tests', 'test.yaml')], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect({ status, text: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, text: '' });
});
