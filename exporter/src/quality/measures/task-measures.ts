import type { Measure, QualitySettings } from '../../contract/index.js';
import { metricsOf } from '../metric-table.js';
import type { PredictionRows } from '../performance/prediction-rows.js';
import { BINARY_MEASURES, binaryView } from './binary-measures.js';
import { binaryRows } from './binary-rows.js';
import type { MeasureTable } from './measure.js';
import { MULTICLASS_MEASURES, multiclassView } from './multiclass-measures.js';
import { RANKING_MEASURES, rankingView } from './ranking-measures.js';
import { REGRESSION_MEASURES, regressionView } from './regression-measures.js';

/** The measures of some rows, and how many things there are to judge by: labelled rows, or lists of a ranking. */
export interface TaskMeasures {
  readonly labelled: number;
  /** Of the named metrics, or of all of the task. */
  measures(z: number, names?: readonly string[]): Measure[];
}

/** What can be measured of rows for the task of the settings. */
export function taskMeasures(rows: PredictionRows, settings: QualitySettings): TaskMeasures {
  switch (settings.task) {
    case 'binary': {
      const view = binaryView(binaryRows(rows, settings));
      return measuresBy(settings, BINARY_MEASURES, view, view.labelled);
    }
    case 'multiclass': {
      const view = multiclassView(rows);
      return measuresBy(settings, MULTICLASS_MEASURES, view, view.n);
    }
    case 'regression': {
      const view = regressionView(rows);
      return measuresBy(settings, REGRESSION_MEASURES, view, view.actual.length);
    }
    case 'ranking': {
      const view = rankingView(rows, settings.at);
      return measuresBy(settings, RANKING_MEASURES, view, view.lists.length);
    }
  }
}

/** Labelled rows that have an answer too; whole lists of a ranking. */
export function countLabelled(rows: PredictionRows, settings: QualitySettings): number {
  return taskMeasures(rows, settings).labelled;
}

function measuresBy<View>({ task }: QualitySettings, table: MeasureTable<View>, view: View, labelled: number): TaskMeasures {
  const all = metricsOf(task).map(({ name }) => name);
  return {
    labelled,
    measures: (z, names = all) =>
      names.flatMap((name) => (Object.hasOwn(table, name) ? [(table[name] as (typeof table)[string])(view, z)] : [])),
  };
}
