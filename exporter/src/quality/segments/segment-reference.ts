import type { Measure, QualitySettings } from '../../contract/index.js';
import { Z95 } from '../intervals/interval.js';
import { taskMeasures } from '../measures/task-measures.js';
import type { Groups, PredictionRows } from '../performance/prediction-rows.js';
import { pickRows } from '../performance/slice-rows.js';

/** The rows of one segment; `groups` as intoSegments made them. */
export function rowsOfSegment(rows: PredictionRows, { codes }: Groups, segment: number): PredictionRows {
  return pickRows(
    rows,
    Int32Array.from(codes.keys()).filter((i) => codes[i] === segment),
  );
}

/** What a model was worth on the reference by segment, in the order of the names of the groups: the measures of each, with intervals of 95 %. */
export function segmentReference(rows: PredictionRows, groups: Groups, settings: QualitySettings): Measure[][] {
  return groups.names.map((_, segment) => taskMeasures(rowsOfSegment(rows, groups, segment), settings).measures(Z95));
}
