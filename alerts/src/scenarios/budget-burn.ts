import type { Scenario } from '../scenario.js';
import { fires, quiet } from './checks.js';
import { counter, gauge, type Stretch } from './values.js';

const WARNING = 'warning';

/** Requests and bad requests of one version, and an objective of 99 %. */
function burning(slo: 'errors' | 'latency', events: readonly Stretch[], bad: readonly Stretch[]): Record<string, string> {
  const steps = events.reduce((sum, [, n]) => sum + n, 0);
  return {
    [`aiops_slo_events_total{model="churn",version="7",slo="${slo}"}`]: counter(...events),
    [`aiops_slo_bad_events_total{model="churn",version="7",slo="${slo}"}`]: counter(...bad),
    [`aiops_slo_objective_ratio{model="churn",slo="${slo}"}`]: gauge([0.99, steps + 1]),
  };
}

const labels = (slo: string): Record<string, string> => ({ model: 'churn', version: '7', slo });
const errors = (share: string): string => `${share} of the requests to churn version 7 fail.`;
const slow = (share: string): string => `${share} of the requests to churn version 7 are slower than the latency objective allows.`;

export const BUDGET_BURN: readonly Scenario[] = [
  {
    title: 'a fifth of the requests fails: the page comes when an hour has spent 14.4 times its share, and ends with the failing',
    alert: 'ModelErrorBudgetBurn',
    severity: 'critical',
    interval: '1m',
    series: burning(
      'errors',
      [[100, 480]],
      [
        [0, 360],
        [20, 60],
        [0, 60],
      ],
    ),
    checks: [
      ...quiet('405m'),
      fires('406m', labels('errors'), errors('15.33%')),
      fires('422m', labels('errors'), errors('2.844%'), WARNING),
    ],
  },
  {
    title: 'a tenth of the requests fails: the page comes when six hours have spent 6 times their share',
    alert: 'ModelErrorBudgetBurn',
    severity: 'critical',
    interval: '5m',
    evaluation: '15m',
    series: burning(
      'errors',
      [[500, 128]],
      [
        [0, 72],
        [50, 48],
        [0, 8],
      ],
    ),
    checks: [
      fires('585m', labels('errors'), errors('3.846%'), WARNING),
      {
        at: '600m',
        fires: [
          { labels: labels('errors'), description: errors('6.667%') },
          { labels: labels('errors'), description: errors('4%'), severity: WARNING },
        ],
      },
      fires('615m', labels('errors'), errors('3.902%'), WARNING),
    ],
  },
  {
    title: 'of a request a minute every one fails: the page waits for ten of them',
    alert: 'ModelErrorBudgetBurn',
    severity: 'critical',
    interval: '1m',
    series: burning(
      'errors',
      [[1, 400]],
      [
        [0, 360],
        [1, 40],
      ],
    ),
    checks: [...quiet('371m'), fires('372m', labels('errors'), errors('20%'))],
  },
  {
    title: 'a twentieth fails after days of more traffic: the ticket comes when a day has spent 3 times its share',
    alert: 'ModelErrorBudgetBurn',
    severity: WARNING,
    interval: '5m',
    evaluation: '30m',
    series: burning(
      'errors',
      [
        [5000, 576],
        [500, 576],
      ],
      [
        [0, 864],
        [25, 216],
        [0, 72],
      ],
    ),
    checks: [...quiet('5190m'), fires('5220m', labels('errors'), errors('3.125%')), ...quiet('5460m')],
  },
  {
    title: 'one and a half percent fail: the ticket comes when three days have spent their share',
    alert: 'ModelErrorBudgetBurn',
    severity: WARNING,
    interval: '5m',
    evaluation: '30m',
    series: burning(
      'errors',
      [[1000, 1584]],
      [
        [0, 864],
        [15, 648],
        [0, 72],
      ],
    ),
    checks: [...quiet('7230m'), fires('7260m', labels('errors'), errors('1.021%')), ...quiet('7710m')],
  },
  {
    title: 'a fifth of the answers is slow: the page comes when an hour has spent 14.4 times its share',
    alert: 'ModelLatencyBudgetBurn',
    severity: 'critical',
    interval: '1m',
    series: burning(
      'latency',
      [[100, 480]],
      [
        [0, 360],
        [20, 60],
        [0, 60],
      ],
    ),
    checks: [...quiet('405m'), fires('406m', labels('latency'), slow('15.33%')), fires('422m', labels('latency'), slow('2.844%'), WARNING)],
  },
  {
    title: 'one and a half percent are slow: the ticket comes when three days have spent their share',
    alert: 'ModelLatencyBudgetBurn',
    severity: WARNING,
    interval: '5m',
    evaluation: '30m',
    series: burning(
      'latency',
      [[1000, 1584]],
      [
        [0, 864],
        [15, 648],
        [0, 72],
      ],
    ),
    checks: [...quiet('7230m'), fires('7260m', labels('latency'), slow('1.021%')), ...quiet('7710m')],
  },
  {
    title: 'slow answers are no errors',
    alert: 'ModelErrorBudgetBurn',
    severity: 'critical',
    interval: '1m',
    series: burning('latency', [[100, 120]], [[50, 120]]),
    checks: quiet('30m', '120m'),
  },
  {
    title: 'no traffic burns no budget',
    alert: 'ModelErrorBudgetBurn',
    severity: 'critical',
    interval: '1m',
    series: burning('errors', [[0, 120]], [[0, 120]]),
    checks: quiet('30m', '120m'),
  },
];
