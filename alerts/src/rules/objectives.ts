import { WINDOWS, type AlertConfig, type BurnPair, type Window } from '../config.js';
import type { AlertRule, RecordRule, RuleGroup } from '../rule.js';
import { burnRate } from './burn-rate.js';

/** Windows that change slowly enough to be looked at every five minutes. */
const SLOW: readonly Window[] = ['6h', '1d', '3d'];

/** The share of bad requests over the windows of the burn rates. */
export function objectiveRules(): RuleGroup {
  return group('aiops-objectives', null, WINDOWS.filter((window) => !SLOW.includes(window)).map(badRatio));
}

/** The same over long windows, and what is left of the budget. */
export function slowObjectiveRules(): RuleGroup {
  return group('aiops-objectives-slow', '5m', [...SLOW.map(badRatio), budgetRemaining()]);
}

/** Pages and tickets about budgets that are spent too fast. */
export function budgetRules(config: AlertConfig): RuleGroup {
  const { fast, slow } = config.serving;
  const alerts = (['errors', 'latency'] as const).flatMap((slo) => [
    budgetBurn(config, slo, 'critical', fast),
    budgetBurn(config, slo, 'warning', slow),
  ]);
  return { name: 'aiops-budgets', interval: null, records: [], alerts };
}

function group(name: string, interval: string | null, records: readonly RecordRule[]): RuleGroup {
  return { name, interval, records, alerts: [] };
}

function badRatio(window: Window): RecordRule {
  return {
    record: `model_version:aiops_slo_bad_events:ratio_rate${window}`,
    expr: [
      `sum by (model, version, slo) (rate(aiops_slo_bad_events_total[${window}]))`,
      `/`,
      `sum by (model, version, slo) (rate(aiops_slo_events_total[${window}]))`,
    ].join('\n'),
    labels: ['model', 'version', 'slo'],
  };
}

/** 1: nothing of it is spent, 0: all of it, below 0: the objective is broken. Over 30 days, or what Prometheus keeps of them. */
function budgetRemaining(): RecordRule {
  return {
    record: 'model:aiops_slo_budget_remaining:ratio30d',
    expr: [
      `1 - (`,
      `  sum by (model, slo) (increase(aiops_slo_bad_events_total[30d]))`,
      `  /`,
      `  sum by (model, slo) (increase(aiops_slo_events_total[30d]))`,
      `) / (1 - max by (model, slo) (aiops_slo_objective_ratio))`,
    ].join('\n'),
    labels: ['model', 'slo'],
  };
}

function budgetBurn(
  config: AlertConfig,
  slo: 'errors' | 'latency',
  severity: 'critical' | 'warning',
  pairs: readonly BurnPair[],
): AlertRule {
  const isPage = severity === 'critical';
  const what = slo === 'errors' ? 'fail' : 'are slower than the latency objective allows';
  return {
    alert: slo === 'errors' ? 'ModelErrorBudgetBurn' : 'ModelLatencyBudgetBurn',
    severity,
    cause: slo === 'errors' ? 'serving' : 'latency',
    labels: ['model', 'version', 'slo'],
    signal: pairs.map((pair) => burnRate(slo, pair, config.serving.minBadEvents)).join('\nor\n'),
    guards: [],
    for: isPage ? '2m' : '30m',
    summary: `Requests ${what}, ${isPage ? 'fast enough to spend the error budget within days' : 'and the error budget will not last'}.`,
    description: `{{ $value | humanizePercentage }} of the requests to {{ $labels.model }} version {{ $labels.version }} ${what}.`,
    worst: null,
    dashboard: 'model',
  };
}
