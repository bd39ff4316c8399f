import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findTool } from '../../tools/find-tool.js';
import { canInhibit, inhibitionsOf, readRouting, routesFor, type Labels } from './index.js';
import { matches, parseMatchers } from './matcher.js';

const TREE = `
route:
  receiver: root
  group_by: [alertname]
  routes:
    - { receiver: all, matchers: ['team=~"a|b"'], continue: true, repeat_interval: 1h }
    - receiver: a
      matchers: [team="a"]
      group_by: [alertname, model]
      routes:
        - { receiver: a-page, matchers: ['severity="critical"', 'model!=""'], continue: true }
        - { receiver: a-old, match: { severity: critical }, match_re: { model: 'm[0-9]+' } }
    - { receiver: none, matchers: ['{severity!~"critical|warning",team!="c"}'] }
    - { receiver: c, matchers: [team = c] }
receivers: [{ name: root }, { name: all }, { name: a }, { name: a-page }, { name: a-old }, { name: none }, { name: c }]
`;
const folder = mkdtempSync(join(tmpdir(), 'aiops-routing-'));
const file = join(folder, 'alertmanager.yml');
writeFileSync(file, TREE);
afterAll(() => rmSync(folder, { recursive: true }));

const routing = readRouting(parse(TREE), file);
const receivers = (labels: Labels): string[] => routesFor(routing.route, labels).map(({ receiver }) => receiver);

test('an alert takes the routes that amtool names, whatever its labels', () => {
  const labels = fc.record(
    {
      alertname: fc.constantFrom('x', 'y'),
      team: fc.constantFrom('a', 'b', 'c', 'ab'),
      severity: fc.constantFrom('critical', 'warning', 'info'),
      model: fc.constantFrom('m1', 'm', 'churn'),
    },
    { requiredKeys: ['alertname'] },
  );
  fc.assert(
    fc.property(labels, (own) => {
      const given = Object.entries(own).map(([name, value]) => `${name}=${value}`);
      const { stdout } = spawnSync(findTool('amtool'), ['config', 'routes', 'test', `--config.file=${file}`, ...given], {
        encoding: 'utf8',
      });
      expect(receivers(own).join(',')).toBe(stdout.trim());
    }),
    { numRuns: 40 },
  );
});

test('a route inherits what it does not say', () => {
  const [all, page] = routesFor(routing.route, { alertname: 'x', team: 'a', severity: 'critical', model: 'z' });
  expect(all).toMatchObject({ receiver: 'all', groupBy: ['alertname'], repeatInterval: '1h', groupWait: '30s' });
  expect(page).toMatchObject({ receiver: 'a-page', groupBy: ['alertname', 'model'], repeatInterval: '4h' });
});

describe('a matcher', () => {
  test('is anchored on both sides, and a label that is not there is empty', () => {
    expect(matches(parseMatchers('a=~"x|y"'), { a: 'xy' })).toBe(false);
    expect(matches(parseMatchers('a=""'), {})).toBe(true);
    expect(matches(parseMatchers('a!=""'), {})).toBe(false);
    expect(matches(parseMatchers('toString=""'), {})).toBe(true);
  });

  test('takes quotes, commas and backslashes in its value', () => {
    expect(parseMatchers('{a="x,\\"y\\"",b!~"z\\\\d"}')).toEqual([
      { label: 'a', operator: '=', value: 'x,"y"' },
      { label: 'b', operator: '!~', value: 'z\\d' },
    ]);
  });

  test.each(['a', 'a==b', '="x"', 'a=~"("', 'a="x" b="y"'])('that is none is refused with what it must be: %s', (text) => {
    expect(() => parseMatchers(text)).toThrow(expect.objectContaining({ code: 'ROUTING_BAD_MATCHER' }));
  });
});

test.each([null, [], {}, { route: {} }, { route: { receiver: 'x', routes: [{ continue: 'yes' }] } }])(
  'what is no configuration of Alertmanager is refused with the place: %j',
  (content) => {
    expect(() => readRouting(content, 'f.yml')).toThrow(expect.objectContaining({ code: 'ROUTING_BAD_CONFIG' }));
  },
);

describe('in the configuration of the bundle', () => {
  const path = new URL('../../../alerts/alertmanager/alertmanager.yml', import.meta.url);
  const shipped = readRouting(parse(readFileSync(path, 'utf8')), 'alertmanager.yml');
  const ours = (alertname: string, severity: string, cause: string, more: Labels = {}): Labels => ({
    alertname,
    severity,
    cause,
    component: 'aiops',
    ...more,
  });
  const silences = (by: Labels, labels: Labels): boolean => inhibitionsOf(shipped, labels).some((rule) => canInhibit(rule, by, labels));

  test('a model that is down silences its drift, and not that of another model', () => {
    const down = ours('ModelServingDown', 'critical', 'serving', { model: 'a' });
    expect(silences(down, ours('ModelFeatureDrift', 'warning', 'drift', { model: 'a' }))).toBe(true);
    expect(silences(down, ours('ModelFeatureDrift', 'warning', 'drift', { model: 'b' }))).toBe(false);
  });

  test('no alert silences itself', () => {
    for (const [name, severity, cause] of [
      ['ModelServingDown', 'critical', 'serving'],
      ['AiopsExporterDown', 'critical', 'pipeline'],
      ['IngestStale', 'warning', 'pipeline'],
    ] as const)
      expect(silences(ours(name, severity, cause), ours(name, severity, cause)), name).toBe(false);
  });
});
