import type { MetricFamily } from './metric-family.js';
import { DATA_QUALITY_FAMILIES } from './metrics/data-quality.js';
import { DRIFT_FAMILIES } from './metrics/drift.js';
import { INCIDENT_FAMILIES } from './metrics/incidents.js';
import { OBJECTIVE_FAMILIES } from './metrics/objectives.js';
import { PIPELINE_FAMILIES } from './metrics/pipeline.js';
import { QUALITY_FAMILIES } from './metrics/quality.js';
import { TRAFFIC_FAMILIES } from './metrics/traffic.js';

/** The families by topic, as the reference page shows them. */
export const METRIC_GROUPS = [
  { title: 'Traffic, latency, cost', summary: 'What models were asked and how they answered.', families: TRAFFIC_FAMILIES },
  { title: 'Objectives', summary: 'What was promised of a model, and what became of the promise.', families: OBJECTIVE_FAMILIES },
  {
    title: 'Features and drift',
    summary: 'Feature distributions, the baseline, and the verdict of the last closed window.',
    families: DRIFT_FAMILIES,
  },
  {
    title: 'Data quality and schema',
    summary: 'Values and records that do not fit what the baseline implies.',
    families: DATA_QUALITY_FAMILIES,
  },
  {
    title: 'Model quality and labels',
    summary: 'What the predictions were worth once the truth was known, and what is expected until then.',
    families: QUALITY_FAMILIES,
  },
  {
    title: 'Incidents',
    summary: 'What alerts said, put together into incidents, and how long these lasted.',
    families: INCIDENT_FAMILIES,
  },
  { title: 'Log honesty and the exporter itself', summary: 'Whether the numbers above can be trusted.', families: PIPELINE_FAMILIES },
] as const satisfies readonly { title: string; summary: string; families: readonly MetricFamily[] }[];

/** Every metric family of the product, in the order of the exposition. */
export const METRIC_FAMILIES = [
  ...TRAFFIC_FAMILIES,
  ...OBJECTIVE_FAMILIES,
  ...DRIFT_FAMILIES,
  ...DATA_QUALITY_FAMILIES,
  ...QUALITY_FAMILIES,
  ...INCIDENT_FAMILIES,
  ...PIPELINE_FAMILIES,
] as const;

export type MetricName = (typeof METRIC_FAMILIES)[number]['name'];

const BY_NAME = new Map<string, MetricFamily>(METRIC_FAMILIES.map((family) => [family.name, family]));

/** The family of a name; the compiler refuses a name that is not in the catalogue. */
export function metricFamily(name: MetricName): MetricFamily {
  return BY_NAME.get(name) as MetricFamily;
}
