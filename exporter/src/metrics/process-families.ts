import type { MetricName } from '../contract/index.js';

/**
 * The families of the catalogue that the main thread prints, through prom-client. The rest is hot and printed by the ingest
 * thread. No family may be in both: its lines must stand together.
 */
export const PROCESS_FAMILIES = [
  'aiops_ingest_lag_seconds',
  'aiops_ingest_backlog_bytes',
  'aiops_source_up',
  'aiops_checkpoint_age_seconds',
  'aiops_store_bytes',
  'aiops_config_last_reload_successful',
  'aiops_series',
  'aiops_series_dropped_total',
  'aiops_notices_total',
  'aiops_http_requests_refused_total',
  'aiops_build_info',
] as const satisfies readonly MetricName[];

export type ProcessFamilyName = (typeof PROCESS_FAMILIES)[number];

const NAMES: ReadonlySet<string> = new Set(PROCESS_FAMILIES);

export function isProcessFamily(name: MetricName): name is ProcessFamilyName {
  return NAMES.has(name);
}
