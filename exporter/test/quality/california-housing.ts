import { readFileSync } from 'node:fs';
import type { PredictionRows } from '../../src/quality/index.js';

/** A stretch of rows of NannyML's public example, both ends included. */
export interface RecordedChunk {
  readonly period: 'reference' | 'analysis';
  readonly start: number;
  readonly end: number;
}

/** What NannyML 0.13.1 said of it (fixtures/peers/README.md). Alerts: positions in `chunks`, by metric. */
export interface RecordedQuality {
  readonly chunks: readonly RecordedChunk[];
  readonly estimated: Readonly<Record<string, readonly (number | null)[]>>;
  readonly realisedChunks: readonly RecordedChunk[];
  readonly realised: Readonly<Record<string, readonly (number | null)[]>>;
  readonly thresholds: Readonly<Record<string, readonly [number | null, number | null]>>;
  readonly estimatedAlerts: Readonly<Record<string, readonly number[]>>;
  readonly realisedAlerts: Readonly<Record<string, readonly number[]>>;
}

const ROOT = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8').trimEnd();

export function recordedQuality(how: 'M' | 'number_20'): RecordedQuality {
  const all = JSON.parse(textOf('fixtures/peers/nannyml-california-performance.json')) as Record<string, RecordedQuality>;
  return all[how] as RecordedQuality;
}

/** The rows of a period with their labels, in the order of the file, which is that of time. */
export function californiaRows(period: RecordedChunk['period']): PredictionRows {
  const columns = columnsOf(period);
  const labels = period === 'reference' ? columns : columnsOf('analysis_gt');
  const scores = columns.get('y_pred_proba') as Float64Array;
  return {
    n: scores.length,
    scores,
    predictions: { kind: 'amounts', amounts: columns.get('y_pred') as Float64Array },
    labels: { kind: 'amounts', amounts: labels.get('clf_target') as Float64Array },
    groups: [],
    lists: null,
  };
}

function columnsOf(name: string): Map<string, Float64Array> {
  const [head = '', ...lines] = textOf(`data/california-housing/california_housing_${name}.csv`).split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  return new Map(head.split(',').map((title, i) => [title, Float64Array.from(rows, (row) => Number(row[i]))]));
}
