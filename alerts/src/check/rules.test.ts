import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../config.js';
import { expressionOf, type AlertRule } from '../rule.js';
import { alertsOf, allRules } from '../rules/all-rules.js';
import { SCENARIOS } from '../scenarios/all-scenarios.js';
import { alertFaults } from './alert-faults.js';
import { knownSeries, nameFaults } from './known-names.js';

const FILES = allRules(DEFAULT_CONFIG);
const ALERTS = alertsOf(FILES);
const RECORDS = FILES.flatMap(({ groups }) => groups.flatMap(({ records }) => records));
const KNOWN = knownSeries(RECORDS);
const titled = ALERTS.map((rule) => [`${rule.alert} (${rule.severity})`, rule] as const);

describe('every alert', () => {
  test.each(titled)('has what people need, and a page waits at most 2m or at least 10m: %s', (_, rule) => {
    expect(alertFaults(rule, DEFAULT_CONFIG)).toEqual([]);
  });

  test.each(titled)('names only metrics, labels and functions that there are: %s', (_, rule) => {
    expect(nameFaults(expressionOf(rule), KNOWN)).toEqual([]);
    if (rule.worst) expect(nameFaults(rule.worst.query.replaceAll('%q', '"x"'), KNOWN)).toEqual([]);
  });

  test.each(titled.filter(([, { severity }]) => severity !== 'none'))(
    'has a test with its last quiet minute, its first firing minute and its end: %s',
    (_, { alert, severity }) => {
      const own = SCENARIOS.filter((scenario) => scenario.alert === alert);
      const firesAt = (scenario: (typeof own)[number], i: number): boolean =>
        (scenario.checks[i]?.fires ?? []).some((expected) => (expected.severity ?? scenario.severity) === severity);
      const has = (first: boolean, second: boolean): boolean =>
        own.some((scenario) =>
          scenario.checks.some((_check, i) => i > 0 && firesAt(scenario, i - 1) === first && firesAt(scenario, i) === second),
        );
      expect({ begins: has(false, true), ends: has(true, false) }).toEqual({ begins: true, ends: true });
    },
  );
});

test('every recording rule names only metrics, labels and functions that there are, and is called level:metric:operation', () => {
  for (const { record, expr } of RECORDS) {
    expect(record).toMatch(/^[a-z_]+:aiops_[a-z_]+:[a-z0-9_]+$/);
    expect(nameFaults(expr, KNOWN), record).toEqual([]);
  }
});

test('every scenario is of an alert that there is, and no two have one title', () => {
  expect(SCENARIOS.filter(({ alert, severity }) => !ALERTS.some((rule) => rule.alert === alert && rule.severity === severity))).toEqual([]);
  const titles = SCENARIOS.map(({ alert, severity, title }) => `${alert} ${severity} ${title}`);
  expect(new Set(titles).size).toBe(titles.length);
});

describe('the checks themselves see', () => {
  const rule = ALERTS.find(({ alert }) => alert === 'ModelServingDown') as AlertRule;
  test.each([
    ['a summary with a value in it', { summary: 'It is {{ $value }}.' }, 'static'],
    ['a summary that is no sentence', { summary: 'down' }, 'no sentence'],
    ['a page that waits five minutes', { for: '5m' }, 'a restart'],
    ['a severity of another tool', { severity: 'page' as AlertRule['severity'] }, 'severity page'],
    ['a description that does not say which model', { description: 'It is down.' }, 'what it is about'],
  ])('%s', (_, change, fault) => {
    expect(alertFaults({ ...rule, ...change }, DEFAULT_CONFIG).join()).toContain(fault);
  });

  test.each([
    ['aiops_drift_rates > 1', 'no metric aiops_drift_rates'],
    ['aiops_drift_rate{feature="x"} > 1', 'aiops_drift_rate has no label feature'],
    ['sum by (feature) (aiops_drift_rate)', 'no series of the expression has the label feature'],
    ['rate(aiops_drift_rate[5m])', 'rate of aiops_drift_rate, which is no counter'],
    ['holt_winters(aiops_drift_rate[1h], 0.5, 0.5)', 'holt_winters is not a function'],
    ['{job="aiops"}', 'a selector without a metric name'],
  ])('%s', (expression, fault) => {
    expect(nameFaults(expression, KNOWN).join()).toContain(fault);
  });
});
