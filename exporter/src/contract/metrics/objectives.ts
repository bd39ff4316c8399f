import { counter, factGauge } from '../metric-family.js';

const MODEL = 'configured models x versions in use';

/** What was promised of a model, and the requests that kept or broke the promise. Present where the configuration sets an objective. */
export const OBJECTIVE_FAMILIES = [
  factGauge({
    name: 'aiops_slo_objective_ratio',
    unit: 'ratio',
    help: 'Share of requests that is to be good, from the configuration; slo is latency or errors.',
    labels: ['model', 'slo'],
    bound: 'configured models x 2 objectives',
  }),
  counter({
    name: 'aiops_slo_events_total',
    help: 'Requests that the objective speaks of. errors: all that reached the model (ok, error, timeout); latency: answered ones with a logged latency.',
    labels: ['model', 'version', 'slo'],
    bound: `${MODEL} x 2 objectives`,
  }),
  counter({
    name: 'aiops_slo_bad_events_total',
    help: 'Those of them that broke the objective: errors and timeouts, or answers slower than the threshold.',
    labels: ['model', 'version', 'slo'],
    bound: `${MODEL} x 2 objectives`,
  }),
] as const;
