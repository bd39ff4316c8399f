import { finding, type Finding } from './findings.js';
import { shareInWords, spanInWords } from './in-words.js';

/** Ids of the newest records of the files of a model, as far as they can be told apart without repeating one. */
export interface SeenIds {
  readonly ids: number;
  /** What most of them look like (idShape). */
  readonly shape: string;
  /** What they have in common (idKind), each once. */
  readonly kinds: ReadonlySet<string>;
}

/** What the store has counted of the labels of a model. */
export interface CountedLabels {
  readonly joined: number;
  readonly unmatched: number;
  readonly expired: number;
  readonly late: number;
  /** Predictions that were kept for labels, and those without an id. */
  readonly kept: number;
  readonly withoutId: number;
  /** Joined labels by their lag: more than `aboveMs` after their prediction. */
  readonly lags: readonly { readonly aboveMs: number; readonly count: number }[];
}

/** A model that labels come for, or whose quality is judged. */
export interface LabelFacts {
  readonly model: string;
  readonly quality: { readonly horizonMs: number; readonly delayMs: number } | null;
  /** Sources of labels that may name the model. */
  readonly labelSources: readonly string[];
  /** Sources of its predictions, and whether they map the id. */
  readonly predictionSources: readonly { readonly name: string; readonly hasId: boolean }[];
  /** Null where the exporter has not joined any yet. */
  readonly counted: CountedLabels | null;
  /** Null where no file of the kind has ids that can be read. */
  readonly seen: { readonly labels: SeenIds | null; readonly predictions: SeenIds | null };
}

/** Labels, or ids, below which what they have in common may be chance. */
const ENOUGH = 20;
/** Share of labels without a prediction from which on a source of predictions is likely to be missing. */
const SELDOM_RATIO = 0.5;
/** Share of labels from which on those that come too late are more than stragglers. */
const LATE_RATIO = 0.01;
/** Share of labels behind label_delay from which on windows are judged by those that come early. */
const SLOW_RATIO = 0.1;
/** Share of predictions without an id from which on they are more than broken records. */
const NAMELESS_RATIO = 0.1;

/** Whether labels find their predictions, and in time. */
export function checkLabels(facts: LabelFacts): Finding[] {
  const { model, quality, labelSources, predictionSources } = facts;
  const where = `models.${model}.quality`;
  const sources = labelSources.join(', ');
  if (labelSources.length === 0) return quality ? checkTimes(facts, where, quality) : [];
  if (quality === null) return [finding('labels_without_quality', `models.${model}`, { sources })];
  if (!predictionSources.some(({ hasId }) => hasId)) {
    const names = predictionSources.map(({ name }) => name).join(', ');
    return [
      finding('labels_without_ids', where, {
        sources,
        found: names === '' ? 'no source brings its predictions' : `${names} maps no request_id`,
      }),
    ];
  }
  const matching = checkMatching(facts, where);
  return [...matching, ...checkTimes(facts, where, quality)];
}

function checkMatching({ counted, seen }: LabelFacts, where: string): Finding[] {
  if (!counted || counted.joined + lost(counted) < ENOUGH) {
    const { labels, predictions } = seen;
    const areEnough = labels !== null && predictions !== null && labels.ids >= ENOUGH && predictions.ids >= ENOUGH;
    if (!areEnough || [...labels.kinds].some((kind) => predictions.kinds.has(kind))) return [];
    return [finding('labels_ids_unlike', where, { labels: labels.shape, predictions: predictions.shape })];
  }
  const all = counted.joined + lost(counted);
  if (counted.joined === 0) return [finding('labels_never_match', where, { labels: all, shapes: shapesInWords(seen) })];
  if (lost(counted) / all < SELDOM_RATIO) return [];
  return [finding('labels_seldom_match', where, { share: shareInWords(lost(counted), all), labels: all })];
}

function lost({ unmatched, expired }: CountedLabels): number {
  return unmatched + expired;
}

function shapesInWords({ labels, predictions }: LabelFacts['seen']): string {
  if (!labels || !predictions) return '';
  return `; their newest ids look like ${labels.shape}, those of predictions like ${predictions.shape} (a: letter, 9: digit)`;
}

function checkTimes({ counted }: LabelFacts, where: string, { horizonMs, delayMs }: NonNullable<LabelFacts['quality']>): Finding[] {
  if (!counted) return [];
  const { joined, late, kept, withoutId, lags } = counted;
  const findings: Finding[] = [];
  const offered = kept + withoutId;
  if (offered >= ENOUGH && withoutId / offered >= NAMELESS_RATIO)
    findings.push(finding('labels_predictions_nameless', where, { share: shareInWords(withoutId, offered) }));
  if (joined + late >= ENOUGH && late / (joined + late) >= LATE_RATIO)
    findings.push(finding('labels_after_horizon', where, { late, labels: joined + late, horizon: spanInWords(horizonMs) }));
  const slow = lags.filter(({ aboveMs }) => aboveMs >= delayMs).reduce((sum, { count }) => sum + count, 0);
  if (joined >= ENOUGH && slow / joined >= SLOW_RATIO)
    findings.push(finding('labels_after_delay', where, { share: shareInWords(slow, joined), delay: spanInWords(delayMs) }));
  return findings;
}
