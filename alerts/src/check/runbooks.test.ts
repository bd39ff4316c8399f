import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { DEFAULT_CONFIG } from '../config.js';
import { annotationsOf } from '../render/annotations.js';
import { alertsOf, allRules } from '../rules/all-rules.js';
import { findTool } from '../../../exporter/tools/find-tool.js';
import { knownSeries } from './known-names.js';
import { filled, runbookFaults, runbookQueries } from './runbook-faults.js';

const RUNBOOKS = fileURLToPath(new URL('../../runbooks/', import.meta.url));
const FILES = allRules(DEFAULT_CONFIG);
const ALERTS = alertsOf(FILES);
const NAMES = [...new Set(ALERTS.map(({ alert }) => alert))];
const KNOWN = knownSeries(FILES.flatMap(({ groups }) => groups.flatMap(({ records }) => records)));
const text = (name: string): string => readFileSync(`${RUNBOOKS}${name}.md`, 'utf8');

test('every alert has a runbook at the place that its link names, and every runbook is of an alert', () => {
  for (const rule of ALERTS) {
    const url = annotationsOf(rule, DEFAULT_CONFIG, '')['runbook_url'] ?? '';
    expect(url.startsWith(`${DEFAULT_CONFIG.runbookUrl}/`)).toBe(true);
    expect(existsSync(`${RUNBOOKS}${url.slice(DEFAULT_CONFIG.runbookUrl.length + 1)}`), url).toBe(true);
  }
  expect(
    readdirSync(RUNBOOKS)
      .map((file) => file.replace('.md', ''))
      .sort(),
  ).toEqual([...NAMES].sort());
});

test.each(NAMES)('a runbook says what to ask, what to expect, and what to do: %s', (name) => {
  const rules = ALERTS.filter(({ alert }) => alert === name);
  expect(runbookFaults(name, rules, text(name), KNOWN)).toEqual([]);
});

test('every link of a runbook to a file of the repository resolves', () => {
  for (const name of NAMES)
    for (const [path] of text(name).matchAll(/\b(?:docs|alerts)\/[\w./-]+\.\w+/g))
      expect(existsSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url))), `${name}: ${path}`).toBe(true);
});

test('every query of every runbook is one that Prometheus accepts', () => {
  const labels = { model: 'a', version: '1', source: 's', instance: 'i' };
  const rules = NAMES.flatMap((name) =>
    runbookQueries(text(name)).map(({ query }, i) => ({ record: `${name}_${i}`, expr: filled(query, labels) })),
  );
  const folder = mkdtempSync(join(tmpdir(), 'aiops-runbooks-'));
  const file = join(folder, 'queries.yaml');
  writeFileSync(file, stringify({ groups: [{ name: 'queries', rules }] }));
  const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['check', 'rules', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect({ status, text: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, text: '' });
  expect(rules.length).toBeGreaterThan(2 * NAMES.length);
});
