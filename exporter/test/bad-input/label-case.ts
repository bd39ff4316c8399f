import type { LabelOutcome, PredictionOutcome } from '../../src/contract/index.js';
import { code, countersInWords, type Counted, type Documented, type Rejected } from './documented.js';
import { slugOf } from './outcome.js';
import { NOW_MS, line, type Fields } from './sample-log.js';

/** Bad records of labels between two good ones, under a model and in a source of their own. */
export interface LabelCase {
  readonly name: string;
  /** Lines without the last line end. In a source of labels, or where `where` says so among the predictions. */
  readonly bad: string | Buffer;
  /** `column` where the label stands in the record of its prediction; a source of labels unless said. */
  readonly where?: 'column';
  readonly task?: 'binary' | 'multiclass' | 'regression' | 'none';
  /** Where the model of a label comes from; `constant` unless said. */
  readonly model?: 'constant' | 'record';
  readonly rejected?: Rejected;
  /** How many of them are accepted as records. */
  readonly taken?: number;
  /** What became of them as labels; the good ones are joined beside these. */
  readonly labels?: Partial<Record<LabelOutcome, number>>;
  /** What became of them as predictions, where they are some. */
  readonly predictions?: Partial<Record<PredictionOutcome, number>>;
  readonly counted?: readonly Counted[];
  /** Predictions of a log that comes last, so that windows close behind the labels. */
  readonly afterwards?: string;
  readonly note?: string;
}

/** Ids of predictions that are in every log: those of the good labels, and two that bad ones speak of. */
export const IDS = { before: 'id-before', after: 'id-after', asked: 'id-asked', old: 'id-old' } as const;
/** Longest time from a prediction to its label: shorter than the time between the old prediction and the latest label that clock_skew allows. */
export const HORIZON = '10m';
const MINUTE_MS = 60_000;
export const minutes = (n: number): number => NOW_MS + n * MINUTE_MS;

/** A prediction; `y` is its answer. */
export function prediction(id: unknown, fields: Fields = {}, timeMs = NOW_MS): string {
  return line({ id, latency: 0.5, status: 200, features: { age: 5.5, country: 'ES' }, y: 'yes', ...fields }, timeMs);
}

/** A label that became known a minute after its prediction. */
export function label(fields: Fields): string {
  return JSON.stringify({ known: minutes(1), truth: 'yes', ...fields });
}

/** Predictions of classes, or of amounts. */
export function logOf(labelCase: LabelCase): string {
  const y = labelCase.task === 'regression' ? 12.5 : 'yes';
  const goodLabel = labelCase.where === 'column' ? { actual: y } : {};
  const of = (id: string, timeMs = NOW_MS, more: Fields = {}): string => prediction(id, { y, ...more, model: slugOf(labelCase) }, timeMs);
  const good = [of(IDS.before, NOW_MS, goodLabel), of(IDS.after, NOW_MS, goodLabel)] as const;
  if (labelCase.where === 'column') return `${good[0]}\n${Buffer.from(labelCase.bad).toString()}\n${good[1]}\n`;
  return `${good.join('\n')}\n${of(IDS.asked)}\n${of(IDS.old, minutes(-7))}\n`;
}

/** The labels of a source of its own: the good ones around the bad ones. */
export function labelsOf(labelCase: LabelCase): Buffer {
  const model = slugOf(labelCase);
  const truth = labelCase.task === 'regression' ? 12.5 : 'yes';
  const good = [IDS.before, IDS.after].map((id) => label({ id, truth, model }));
  return Buffer.concat([Buffer.from(`${good[0]}\n`), Buffer.from(labelCase.bad), Buffer.from(`\n${good[1]}\n`)]);
}

export function documentedLabel(labelCase: LabelCase): Documented {
  const { name, rejected = {}, counted = [], labels = {}, predictions = {}, taken = 0, where, note } = labelCase;
  const outcomes = Object.entries(labels).map(([outcome, n]) => `${code(`aiops_labels_total{outcome="${outcome}"}`)} +${n}`);
  // Those of a log that comes after the labels are none of the bad records.
  const own = where === 'column' ? Object.entries(predictions) : [];
  const offered = own.map(([outcome, n]) => `${code(`aiops_label_predictions_total{outcome="${outcome}"}`)} +${n}`);
  const moved = counted.filter(([, , n]) => n > 0);
  const seen = [[countersInWords(rejected, moved), ...outcomes, ...offered].filter(Boolean).join(', '), note].filter(Boolean).join('; ');
  const { joined = 0 } = labels;
  const kept = taken === 0 || joined === 0 ? '' : joined === 1 ? ', and this one' : `, and ${joined} of these`;
  return { name, seen, kept: `the labels before and after${kept}` };
}
