import type { MetricFamily } from './metric-family.js';
import { DATA_QUALITY_FAMILIES } from './metrics/data-quality.js';
import { DRIFT_FAMILIES } from './metrics/drift.js';
import { PIPELINE_FAMILIES } from './metrics/pipeline.js';
import { TRAFFIC_FAMILIES } from './metrics/traffic.js';

/** Every metric family of the product, in the order of the exposition. */
export const METRIC_FAMILIES = [...TRAFFIC_FAMILIES, ...DRIFT_FAMILIES, ...DATA_QUALITY_FAMILIES, ...PIPELINE_FAMILIES] as const;

export type MetricName = (typeof METRIC_FAMILIES)[number]['name'];

const BY_NAME = new Map<string, MetricFamily>(METRIC_FAMILIES.map((family) => [family.name, family]));

/** The family of a name; the compiler refuses a name that is not in the catalogue. */
export function metricFamily(name: MetricName): MetricFamily {
  return BY_NAME.get(name) as MetricFamily;
}
