import type { AlertConfig } from '../config.js';
import type { RuleGroup } from '../rule.js';

const SPENT = 'sum by (model, currency) (increase(aiops_inference_cost_total[1h]';
const USUAL = 'model_currency:aiops_inference_cost:usual_increase1h';

/** Only where the hour was seen from its beginning: half an hour of yesterday is no usual hour. */
function spentBefore(period: '1w' | '1d'): string {
  const seen = `sum by (model, currency) (aiops_inference_cost_total offset ${period}1h)`;
  return `(${SPENT} offset ${period})) and on (model, currency) ${seen})`;
}

/** What a model costs against what it usually costs at this time of the week. */
export function costRules({ cost }: AlertConfig): RuleGroup {
  return {
    name: 'aiops-cost',
    interval: null,
    records: [{ record: USUAL, expr: `${spentBefore('1w')}\nor\n${spentBefore('1d')}`, labels: ['model', 'currency'] }],
    alerts: [
      {
        alert: 'ModelCostAnomaly',
        severity: 'warning',
        cause: 'cost',
        labels: ['model', 'currency'],
        signal: `${SPENT})) > ${cost.timesUsual} * ${USUAL}`,
        guards: [
          {
            join: 'and',
            on: ['model'],
            expr: `sum by (model) (increase(aiops_inference_requests_total[1h])) >= ${cost.minRequests}`,
            why: 'a few long prompts at night are no anomaly',
          },
        ],
        for: '10m',
        summary: 'The model costs far more than at the same time last week.',
        description:
          '{{ $labels.model }} cost {{ $value | humanize }} {{ $labels.currency }} in the last hour, several times what the same hour of last week (or yesterday) cost.',
        worst: null,
        dashboard: 'model',
      },
    ],
  };
}
