import type { QualityReference } from '../baseline/index.js';
import type { QualitySettings } from '../contract/index.js';
import { backtestEstimates } from './estimates/backtest-estimates.js';
import { chunkThresholds } from './estimates/chunk-thresholds.js';
import { Z95 } from '../statistics/index.js';
import { taskMeasures } from './measures/task-measures.js';
import { metricsOf } from './metric-table.js';
import type { Groups, PredictionRows } from './performance/prediction-rows.js';
import { sliceRows } from './performance/slice-rows.js';
import { segmentReference } from './segments/segment-reference.js';

/** Where a chunk of the reference begins and ends: rows [from, to). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What a model was worth on labelled reference data, and what is needed to estimate its quality without labels: the section `quality` of a
 * baseline.
 *
 * @param segments the segment of each row, as intoSegments made them; null where the reference is not divided
 * Shape:   the rows in the order of their chunks. Pure: the same rows in the same order give the same section.
 * Returns: no estimate for tasks other than binary, and where no row has both a score and a label.
 */
export function referenceQuality(
  rows: PredictionRows,
  settings: QualitySettings,
  chunks: readonly RowRange[],
  segments: Groups | null = null,
): QualityReference {
  const { labelled, measures } = taskMeasures(rows, settings);
  const parts = chunks.map(({ from, to }) => sliceRows(rows, from, to));
  const realised = parts.map((part) => taskMeasures(part, settings).measures(Z95));
  return {
    task: settings.task,
    positive: settings.positive,
    rows: labelled,
    measures: measures(Z95),
    chunks: chunks.length,
    chunk_rows: Math.max(0, ...chunks.map(({ from, to }) => to - from)),
    thresholds: metricsOf(settings.task).map((metric) => chunkThresholds(metric, realised)),
    ...(segments && { segments: segmentReference(rows, segments, settings) }),
    estimate: settings.task === 'binary' ? backtestEstimates(rows, settings, parts, realised) : null,
  };
}
