import type { QualitySettings } from '../contract/index.js';
import { defaultMargin, defaultMetric } from '../quality/index.js';
import type { QualityInput } from './quality-schema.js';

/** The settings of quality with every default. A metric without a margin was refused before, unless it is a share of 1. */
export function qualityOf(quality: QualityInput): QualitySettings {
  const { task, positive, label_delay, label_horizon } = quality;
  const metric = quality.metric ?? defaultMetric(task);
  return {
    task,
    positive: positive === undefined ? null : String(positive),
    cut: quality.cut,
    metric,
    margin: quality.margin ?? defaultMargin(task, metric) ?? 0,
    expected: quality.expected ?? null,
    min_samples: quality.min_samples,
    label_delay_ms: label_delay,
    label_horizon_ms: label_horizon,
    coverage: quality.coverage,
    join_sample: quality.join_sample,
    at: quality.at,
    fairness: quality.fairness,
  };
}
