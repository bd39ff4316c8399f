import type { Measure, QualitySettings } from '../../contract/index.js';
import { Z95 } from '../../statistics/index.js';
import { taskMeasures } from '../measures/task-measures.js';
import type { Groups, PredictionRows } from '../performance/prediction-rows.js';
import { pickRows } from '../performance/slice-rows.js';

/** The rows of each segment, in the order of the names; `groups` as intoSegments made them. Rows of which it is not known (-1) are in none. */
export function rowsBySegment(rows: PredictionRows, { codes, names }: Groups): PredictionRows[] {
  const sizes = new Int32Array(names.length);
  for (const code of codes) if (code >= 0) sizes[code] = (sizes[code] as number) + 1;
  const at = Array.from(sizes, (n) => new Int32Array(n));
  const next = new Int32Array(names.length);
  codes.forEach((code, row) => {
    const own = at[code];
    if (!own) return;
    own[next[code] as number] = row;
    next[code] = (next[code] as number) + 1;
  });
  return at.map((positions) => pickRows(rows, positions));
}

/** What a model was worth on the reference by segment, in the order of the names of the groups: the measures of each, with intervals of 95 %. */
export function segmentReference(rows: PredictionRows, groups: Groups, settings: QualitySettings): Measure[][] {
  return rowsBySegment(rows, groups).map((part) => taskMeasures(part, settings).measures(Z95));
}
