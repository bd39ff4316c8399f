import type { RuleGroup } from '../rule.js';

/** Context for whoever looks at another alert: what changed. */
export function releaseRules(): RuleGroup {
  return {
    name: 'aiops-release',
    interval: null,
    records: [],
    alerts: [
      {
        alert: 'ModelVersionChanged',
        severity: 'info',
        cause: 'release',
        labels: ['model', 'version'],
        signal: 'sum by (model, version) (aiops_inference_requests_total) > 0',
        guards: [
          {
            join: 'unless',
            on: ['model', 'version'],
            expr: 'sum by (model, version) (aiops_inference_requests_total offset 1h)',
            why: 'a version that served an hour ago is no news',
          },
          {
            join: 'and',
            on: ['model'],
            expr: 'sum by (model) (aiops_inference_requests_total offset 1h)',
            why: 'the first version of a new model is no change',
          },
        ],
        for: null,
        summary: 'Another version of the model began to serve within the last hour.',
        description:
          '{{ $labels.model }} version {{ $labels.version }} has answered {{ $value | humanize }} requests and did not serve an hour ago.',
        worst: null,
        dashboard: 'model',
      },
    ],
  };
}
