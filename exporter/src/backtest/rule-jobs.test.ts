import { expect, test } from 'vitest';
import { metricNames } from './metric-names.js';
import { judgedRules, namesRead, readRules, ruleJobs, scoredRules } from './index.js';

const FILES = [
  readRules(
    {
      groups: [
        {
          name: 'g',
          rules: [
            { record: 'a:b', expr: 'rate(x_total[5m])' },
            { record: 'a:c', expr: 'a:b * 2', labels: { n: 1 } },
          ],
        },
        { name: 'h', rules: [{ alert: 'Down', expr: 'absent(up)', for: '2m', labels: { severity: 'critical' } }] },
      ],
    },
    'one.yaml',
  ),
  readRules(
    {
      groups: [
        {
          name: 'g',
          rules: [
            { alert: 'Loud', expr: 'a:c > 1 unless on () ALERTS{alertname="Down"}', labels: { severity: 'warning' } },
            { alert: 'Loud', expr: 'y > 1', labels: { severity: 'critical' } },
          ],
        },
      ],
    },
    'two.yaml',
  ),
];

test('names of metrics are those of selectors, whatever stands around them', () => {
  expect(
    metricNames('sum by (model) (rate(x_total{a="} y{", b=~"z"}[5m] offset 1w)) / on (b) group_left (c) sum without (d) (y:z) > bool 1'),
  ).toEqual(new Set(['x_total', 'y:z']));
  expect(metricNames('absent(up{job="x"}) or vector(1) and time() - z > 1e3 # w')).toEqual(new Set(['up', 'z']));
  expect(metricNames('sum({job="x"})')).toBeNull();
});

test('what alerts read through records and other alerts, from whichever file, is replayed with them', () => {
  const alerts = FILES.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules)).filter(({ alert }) => alert !== undefined);
  expect(namesRead(FILES)).toEqual(new Set(['up', 'x_total', 'y']));
  const [one, two] = ruleJobs(FILES, alerts);
  expect([one?.alerts, [...(one?.reads ?? [])], one?.groups.length]).toEqual([['Down'], ['up'], 1]);
  expect([two?.alerts, [...(two?.reads ?? [])].sort()]).toEqual([['Loud'], ['up', 'x_total', 'y']]);
  expect(two?.groups.flatMap(({ rules }) => rules.map(({ alert, record }) => alert ?? record))).toEqual([
    'a:b',
    'a:c',
    'Down',
    'Loud',
    'Loud',
  ]);
  expect(new Set(two?.groups.map(({ name }) => name)).size).toBe(3);
});

test('an alert of whose metrics the history has none is not judged', () => {
  const { judged, unjudged } = judgedRules(FILES, new Set(['y']));
  expect(scoredRules(judged)).toEqual([{ alert: 'Loud', severity: 'critical' }]);
  expect(scoredRules(unjudged)).toEqual([
    { alert: 'Down', severity: 'critical' },
    { alert: 'Loud', severity: 'warning' },
  ]);
});

test('what holds no rules is refused with the place', () => {
  expect(() => readRules({ groups: [{ name: 'g', rules: [{ alert: 'A' }] }] }, 'f.yaml')).toThrow(
    expect.objectContaining({ code: 'BACKTEST_BAD_RULES', message: expect.stringContaining('groups.0.rules.0.expr') }),
  );
});
