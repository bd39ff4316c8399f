import type { QualitySettings } from '../../src/contract/index.js';
import { taskMeasures } from '../../src/quality/measures/task-measures.js';
import { qualitySettings } from './quality-settings.js';

const SETTINGS: QualitySettings = qualitySettings('binary');

/** The measures of labelled rows by name, as a window would have them. */
export function measuredBinary(rows: { scores: Float64Array; predicted: Int8Array; actual: Int8Array }): [string, number | null][] {
  const { scores, predicted, actual } = rows;
  const { measures } = taskMeasures(
    {
      n: scores.length,
      scores,
      predictions: { kind: 'amounts', amounts: Float64Array.from(predicted) },
      labels: { kind: 'amounts', amounts: Float64Array.from(actual) },
      groups: [],
      lists: null,
    },
    SETTINGS,
  );
  return measures(0).map(({ metric, value }) => [metric, value]);
}
