import { counter, factGauge } from '../metric-family.js';

const MODEL = 'configured models x versions in use';

/** Data quality and schema conformance of the features. */
export const DATA_QUALITY_FAMILIES = [
  counter({
    name: 'aiops_data_quality_violations_total',
    help: 'Feature values that break a data quality check.',
    labels: ['model', 'version', 'feature', 'check'],
    bound: `${MODEL} x features within the series budget x 6 checks`,
  }),
  factGauge({
    name: 'aiops_schema_info',
    help: 'The schema that the baseline implies.',
    labels: ['model', 'version', 'schema_version', 'sha256'],
    bound: MODEL,
  }),
  counter({
    name: 'aiops_schema_mismatch_total',
    help: 'Features that do not fit the schema, by kind, counted in every record: one record can count several times.',
    labels: ['model', 'version', 'kind'],
    bound: `${MODEL} x 3 kinds`,
  }),
] as const;
