import { databricksLog, kserveLog, otelGenaiLog, sagemakerLog } from './foreign-logs.js';
import { bentomlLog, csvLog, jsonlLog } from './plain-logs.js';
import type { SampleLog } from './sample-log.js';

/** A log of each format, JSON lines first: the others are measured beside it. */
export const SAMPLE_LOGS: readonly SampleLog[] = [jsonlLog, kserveLog, sagemakerLog, bentomlLog, databricksLog, otelGenaiLog, csvLog];
