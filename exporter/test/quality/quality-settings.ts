import type { QualitySettings, QualityTask } from '../../src/contract/index.js';
import { DEFAULT_AT, DEFAULT_CUT, DEFAULT_MARGIN, defaultMetric } from '../../src/quality/index.js';

/** Settings of a task for tests: a verdict from one row on. */
export function qualitySettings(task: QualityTask, more: Partial<QualitySettings> = {}): QualitySettings {
  return {
    task,
    positive: null,
    cut: DEFAULT_CUT,
    metric: defaultMetric(task),
    margin: DEFAULT_MARGIN,
    expected: null,
    min_samples: 1,
    label_delay_ms: 0,
    label_horizon_ms: 0,
    coverage: 0.8,
    join_sample: 1,
    at: DEFAULT_AT,
    fairness: [],
    ...more,
  };
}
