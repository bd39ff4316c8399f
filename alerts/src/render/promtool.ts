import { stringify } from 'yaml';
import type { AlertConfig } from '../config.js';
import { alertsOf, type RuleFile } from '../rules/all-rules.js';
import type { AlertRule } from '../rule.js';
import type { Expected, Scenario } from '../scenario.js';
import { annotationsOf, ruleLabels } from './annotations.js';

const HEAD = '# Generated from alerts/src/scenarios by npm run generate. Run: promtool test rules alerts/tests/*.yaml\n';

/**
 * The tests of the alerts of one file, as `promtool test rules` reads them: by name of the test file. How often rules are
 * evaluated holds for a whole file, so scenarios of days have one of their own.
 */
export function promtoolFiles(file: RuleFile, scenarios: readonly Scenario[], config: AlertConfig): Map<string, string> {
  const rules = alertsOf([file]);
  const own = scenarios.filter((scenario) => rules.some(({ alert }) => alert === scenario.alert));
  const texts = [...new Set(own.map(evaluationOf))].map((evaluation) => {
    const tests = {
      rule_files: [`../prometheus/${file.name}.yaml`],
      evaluation_interval: evaluation,
      // Without it records may be a step behind the alerts that read them, or not: promtool evaluates groups in no order.
      group_eval_order: file.groups.map(({ name }) => name),
      tests: own.filter((scenario) => evaluationOf(scenario) === evaluation).map((scenario) => promtoolTest(scenario, rules, config)),
    };
    return [`${file.name}-${evaluation}.yaml`, HEAD + stringify(tests, { lineWidth: 0, blockQuote: 'literal' })] as const;
  });
  return new Map(texts);
}

function evaluationOf({ evaluation, interval }: Scenario): string {
  return evaluation ?? interval;
}

/** One test. A page and a ticket may share a name: promtool looks at both, so checks name the alerts of both. */
export function promtoolTest(scenario: Scenario, rules: readonly AlertRule[], config: AlertConfig): object {
  return {
    name: `${scenario.alert} (${scenario.severity}): ${scenario.title}`,
    interval: scenario.interval,
    input_series: Object.entries(scenario.series).map(([series, values]) => ({ series, values })),
    alert_rule_test: scenario.checks.map(({ at, fires }) => ({
      eval_time: at,
      alertname: scenario.alert,
      exp_alerts: fires.map((expected) => {
        const wanted = expected.severity ?? scenario.severity;
        const rule = rules.find(({ alert, severity }) => alert === scenario.alert && severity === wanted);
        if (!rule) throw new Error(`${scenario.alert} has no rule of severity ${wanted}`);
        return expectedAlert(expected, rule, config);
      }),
    })),
  };
}

function expectedAlert({ labels, description }: Expected, rule: AlertRule, config: AlertConfig): object {
  const annotations = annotationsOf({ ...rule, description }, config, '');
  const filled = annotations['dashboard_url']?.replaceAll(/\{\{ \.Labels\.(\w+) \| urlquery \}\}/g, (_, name: string) =>
    encodeURIComponent(labels[name] ?? ''),
  );
  return { exp_labels: { ...labels, ...ruleLabels(rule) }, exp_annotations: { ...annotations, dashboard_url: filled ?? '' } };
}
