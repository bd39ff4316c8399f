import { counter, histogram, verdictSummary } from '../metric-family.js';

const MODEL_BOUND = 'configured models x versions in use';

/** Traffic, latency, tokens and cost of inferences. */
export const TRAFFIC_FAMILIES = [
  counter({
    name: 'aiops_inference_requests_total',
    help: 'Inference requests by outcome.',
    labels: ['model', 'version', 'outcome'],
    bound: `${MODEL_BOUND} x 4 outcomes`,
  }),
  histogram({
    name: 'aiops_inference_latency_seconds',
    unit: 'seconds',
    help: 'Latency of inferences with outcome ok. Sum the buckets, then take the quantile: quantiles must not be averaged.',
    labels: ['model', 'version'],
    bound: `${MODEL_BOUND} x configured buckets`,
  }),
  histogram({
    name: 'aiops_inference_time_to_first_token_seconds',
    unit: 'seconds',
    help: 'Time to the first token of generative models.',
    labels: ['model', 'version'],
    bound: `${MODEL_BOUND} x configured buckets`,
  }),
  counter({
    name: 'aiops_inference_tokens_total',
    help: 'Tokens read and written by generative models.',
    labels: ['model', 'version', 'direction'],
    bound: `${MODEL_BOUND} x 2 directions`,
  }),
  counter({
    name: 'aiops_inference_cost_total',
    unit: 'currency',
    help: 'Cost of inferences, from the log, or from the price list of the model.',
    labels: ['model', 'version', 'currency'],
    bound: `${MODEL_BOUND} x configured currencies`,
  }),
  counter({
    name: 'aiops_predictions_total',
    help: 'Predictions by class, or by bin for a numeric output. Classes are those of the baseline, the rest is "other".',
    labels: ['model', 'version', 'class'],
    bound: `${MODEL_BOUND} x (20 classes + other, missing, invalid)`,
  }),
  verdictSummary({
    name: 'aiops_window_latency_seconds',
    unit: 'seconds',
    help: 'Latency quantile of the last closed window, relative error at most 1 %. Not for aggregation.',
    labels: ['model', 'version', 'quantile'],
    bound: `${MODEL_BOUND} x 3 quantiles`,
  }),
] as const;
