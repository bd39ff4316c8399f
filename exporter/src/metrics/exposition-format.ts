/** text: Prometheus text 0.0.4. openmetrics: OpenMetrics 1.0.0. Sample lines are the same in both; heads and the end differ. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** The exact Content-Type of each format. */
export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};
