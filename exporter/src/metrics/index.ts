export { METRICS_ERRORS } from './errors.js';
export { HotExposition } from './hot-exposition.js';
export type { ExpositionFormat } from './line-format.js';
export { CONTENT_TYPES, negotiate } from './negotiate.js';
export { NOTICE_TABLE, NoticeSink } from './notice-sink.js';
export { ProcessMetrics } from './process-metrics.js';
export type { HistogramBlock, SeriesBlock } from './series-block.js';
export { fitBudget, type BudgetFit, type FeatureRequest, type VersionRequest } from './series-budget.js';
