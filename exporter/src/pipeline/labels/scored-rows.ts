import type { QualitySettings } from '../../contract/index.js';
import type { Answers, Groups, PredictionRows } from '../../quality/index.js';
import { pipelineError } from '../errors.js';
import type { LabelJoin } from './label-join.js';
import { predictionColumns, type LabelPeriod } from './label-period.js';

/** Rows to be scored, and the combination of groups that each belongs to (LabelJoin.groups). */
export interface ScoredRows {
  readonly rows: PredictionRows;
  readonly groupCodes: Int32Array;
}

/**
 * The rows of a window as they are scored: what was predicted, from the store and from what is not committed yet, beside the labels.
 *
 * @param stored the committed blocks of its predictions
 * @throws CodedError PIPELINE_LABELS_UNREADABLE
 */
export function scoredRows(join: LabelJoin, period: LabelPeriod, stored: readonly Uint8Array[], settings: QualitySettings): ScoredRows {
  const read = predictionColumns([...stored, period.newPredictions.encode()]);
  if (read?.n !== period.n) throw pipelineError('PIPELINE_LABELS_UNREADABLE', { model: `version ${period.version}` });
  const labels = period.labels(join.settings.isOfClasses);
  const { names } = join.classes;
  const answers = (column: Float64Array | Int16Array): Answers =>
    join.settings.isOfClasses
      ? { kind: 'classes', codes: Int32Array.from(column), names }
      : { kind: 'amounts', amounts: Float64Array.from(column) };
  const rows = {
    n: read.n,
    scores: read.scores,
    predictions: answers(read.answers),
    labels: answers(labels),
    groups: groupsOf(join.groups.names, read.groups, settings.fairness),
    // A log does not say which rows are one list: rankings are measured on tables only.
    lists: null,
  };
  return { rows, groupCodes: read.groups };
}

/** The groups of each attribute, from the combinations that the rows belong to. */
function groupsOf(combinations: readonly string[], codes: Int32Array, attributes: readonly string[]): Groups[] {
  return attributes.map((attribute) => {
    const names: string[] = [];
    const byCombination = combinations.map((text) => {
      const name = (JSON.parse(text) as Record<string, string>)[attribute];
      if (name === undefined) return -1;
      const known = names.indexOf(name);
      return known >= 0 ? known : names.push(name) - 1;
    });
    return { attribute, codes: codes.map((code) => byCombination[code] ?? -1), names };
  });
}
