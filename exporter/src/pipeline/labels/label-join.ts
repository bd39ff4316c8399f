import type { LabelOutcome, PredictionOutcome, QualityVerdict } from '../../contract/index.js';
import { ClassNames } from './class-names.js';
import { IdIndex } from './id-index.js';
import { LabelPeriod, type StoredPrediction } from './label-period.js';
import { RowChunk } from './label-rows.js';
import { VersionLabels } from './version-labels.js';
import { WaitingLabels, type IdentifiedLabel } from './waiting-labels.js';

/** How predictions and labels of one model are joined. Times in milliseconds. */
export interface LabelJoinSettings {
  /** Longest time from a prediction to its label. */
  readonly horizonMs: number;
  /** Share of the ids that is kept, 0 to 1. */
  readonly sample: number;
  /** How long after the windows of its time have closed a label still waits: clocks of labels and predictions differ a little. */
  readonly waitMs: number;
  /** Labels are names of classes, or else amounts. */
  readonly isOfClasses: boolean;
}

/** One prediction on offer, with the hash of its id; null where the record has none. */
export interface OfferedPrediction extends StoredPrediction {
  readonly id: { readonly lo: number; readonly hi: number } | null;
  readonly timeMs: number;
}

/** The verdicts that are shown of a version: on the newest window that is mature, and on the newest. */
export interface VersionQuality {
  mature: QualityVerdict | null;
  newest: QualityVerdict;
}

/** A label that came in the record of its prediction. */
export type OwnLabel = Pick<IdentifiedLabel, 'value' | 'timeMs'>;

/**
 * Labels of one model that may wait for their prediction at once.
 * Why 100 000: some 20 MB. Labels of files are held back before this many wait (see `isCrowded`), so only pushed ones come near it.
 * Too low:     labels that are pushed long before the log of predictions is read are lost as `unmatched`. Too high: memory.
 * Pinned by:   label-join.test.ts
 */
export const WAITING_CAPACITY = 100_000;
/** Part of that from which on labels of files are better left unread until predictions were. */
const CROWDED = 1 / 2;
/** Names of classes of one model. Too many are no classes: an amount or an id was mapped as the label. */
const CLASS_CAPACITY = 1000;
/** Combinations of groups of one model. */
const GROUP_CAPACITY = 1000;
/** Labels whose prediction is not known and that have no version of their own. */
export const UNKNOWN_VERSION = '';

/**
 * Joins labels to the predictions of one model by the hash of their id.
 *
 * The state is a function of what came, in the order in which it came: restored from what was committed, it goes on as if it had
 * never stopped. Of several labels of one prediction the one with the latest time counts, of those the one that came last.
 *
 * Memory: see RowChunk and IdIndex; about 30 bytes a prediction with its label.
 */
export class LabelJoin {
  readonly classes = new ClassNames(CLASS_CAPACITY);
  /** Combinations of groups, as the JSON of an object from attribute to group. */
  readonly groups = new ClassNames(GROUP_CAPACITY);
  readonly waiting = new WaitingLabels(WAITING_CAPACITY);
  /** By version, then by start. */
  readonly periods = new Map<string, Map<number, LabelPeriod>>();
  readonly counts = new Map<string, VersionLabels>();
  /** By version. */
  readonly quality = new Map<string, VersionQuality>();
  settings: LabelJoinSettings;
  /** Windows up to here are closed: no prediction of before comes. */
  closedUntilMs = -Infinity;
  /** Something changed that is not committed. */
  isDirty = false;
  readonly #index = new IdIndex();
  /** Periods with new rows or labels since the last commit. */
  readonly #dirty = new Set<LabelPeriod>();
  /** Periods that went since the last commit. */
  #erased: { readonly version: string; readonly startMs: number }[] = [];

  constructor(settings: LabelJoinSettings) {
    this.settings = settings;
  }

  /** Predictions that are kept now. */
  get size(): number {
    return this.#index.size;
  }

  /** Bytes of the typed arrays: rows, labels, index. */
  get arrayBytes(): number {
    return this.allPeriods().reduce((sum, { chunks }) => chunks.reduce((own, chunk) => own + chunk.bytes, sum), this.#index.bytes);
  }

  get isCrowded(): boolean {
    return this.waiting.size >= WAITING_CAPACITY * CROWDED;
  }

  get dirtyPeriods(): ReadonlySet<LabelPeriod> {
    return this.#dirty;
  }

  get erased(): readonly { readonly version: string; readonly startMs: number }[] {
    return this.#erased;
  }

  /** Version that an id was predicted by; the unknown one where it is not known. */
  versionOf({ lo, hi }: { readonly lo: number; readonly hi: number }): string {
    const found = this.#index.find(lo, hi);
    return found < 0 ? UNKNOWN_VERSION : this.#index.chunkOf(found).period.version;
  }

  /** A verdict was reached: shown is the one on the newest window, of those that are mature too. */
  noteVerdict(verdict: QualityVerdict): void {
    const { version, window_end: end, state } = verdict;
    const known = this.quality.get(version) ?? { mature: null, newest: verdict };
    this.quality.set(version, known);
    if (end >= known.newest.window_end) known.newest = verdict;
    if (state !== 'immature' && end >= (known.mature?.window_end ?? '')) known.mature = verdict;
    this.countsOf(version).revision++;
    this.isDirty = true;
  }

  /** Windows in a row, up to the newest that was judged, that lost quality. One window of many is below by chance now and then. */
  degradedInARow(version: string): number {
    const judged = [...(this.periods.get(version)?.values() ?? [])].filter(({ state }) => state === 'degraded' || state === 'kept');
    const newestFirst = judged.sort((a, b) => b.startMs - a.startMs);
    const kept = newestFirst.findIndex(({ state }) => state === 'kept');
    return kept < 0 ? newestFirst.length : kept;
  }

  countsOf(version: string): VersionLabels {
    let counts = this.counts.get(version);
    if (!counts) this.counts.set(version, (counts = new VersionLabels()));
    return counts;
  }

  allPeriods(): LabelPeriod[] {
    return [...this.periods.values()].flatMap((periods) => [...periods.values()]);
  }

  periodOf(version: string, startMs: number, endMs: number): LabelPeriod {
    let periods = this.periods.get(version);
    if (!periods) this.periods.set(version, (periods = new Map<number, LabelPeriod>()));
    let period = periods.get(startMs);
    if (!period) periods.set(startMs, (period = new LabelPeriod(version, startMs, endMs)));
    return period;
  }

  /**
   * Keeps a prediction, and joins the labels that waited for it. A label of its own record is joined by the row, so it needs no id.
   * A record that repeats an id keeps nothing but its label: logs that are written again once the label is known.
   */
  addPrediction(period: LabelPeriod, prediction: OfferedPrediction, own: OwnLabel | null): PredictionOutcome {
    const { id } = prediction;
    const outcome = this.#offer(id, own);
    this.isDirty = true;
    this.countsOf(period.version).countPrediction(outcome);
    if (outcome !== 'kept') {
      if (own && id) this.addLabel({ ...id, ...own });
      else if (own) this.#countLabel(period.version, 'unmatched');
      return outcome;
    }
    const offsetMs = Math.min(0xffffffff, Math.max(0, prediction.timeMs - period.startMs));
    const { lo, hi } = id ?? { lo: 0, hi: 0 };
    const { chunk, row } = this.placeRow(period, lo, hi, offsetMs, id !== null);
    period.notePrediction(lo, hi, offsetMs, prediction);
    this.#dirty.add(period);
    if (id && this.waiting.size > 0)
      for (const label of this.waiting.take(lo, hi)) this.#countLabel(period.version, this.#join(chunk, row, label));
    if (own) this.#countLabel(period.version, this.#join(chunk, row, own));
    return outcome;
  }

  /** Joins a label, or lets it wait where its prediction may still come. */
  addLabel(label: IdentifiedLabel): LabelOutcome | 'waits' {
    this.isDirty = true;
    if (!this.isSampled(label.hi)) return this.#countLabel(UNKNOWN_VERSION, 'unsampled');
    const found = this.#index.find(label.lo, label.hi);
    if (found >= 0) {
      const chunk = this.#index.chunkOf(found);
      return this.#countLabel(chunk.period.version, this.#join(chunk, this.#index.rowOf(found), label));
    }
    // Its prediction was made before it, in a window that is closed: it would be late.
    if (label.timeMs < this.closedUntilMs - this.settings.waitMs || !this.waiting.add(label))
      return this.#countLabel(UNKNOWN_VERSION, 'unmatched');
    return 'waits';
  }

  /** A label that cannot be joined for what it is. */
  refuseLabel(): void {
    this.isDirty = true;
    this.#countLabel(UNKNOWN_VERSION, 'unusable');
  }

  /** The hash decides, so that a prediction and its label are in the sample or out of it together. */
  isSampled(hi: number): boolean {
    return hi < this.settings.sample * 2 ** 32;
  }

  /**
   * Windows up to here are closed: labels from before no longer wait, and periods that were closed become as small as they can.
   *
   * @returns periods that closed by this
   */
  closeUntil(untilMs: number): LabelPeriod[] {
    if (!(untilMs > this.closedUntilMs)) return [];
    this.closedUntilMs = untilMs;
    this.expireWaiting(untilMs - this.settings.waitMs);
    const closed = this.allPeriods().filter((period) => !period.isClosed && period.endMs <= untilMs);
    for (const period of closed) {
      period.isClosed = true;
      for (const chunk of period.chunks) chunk.trim();
    }
    return closed;
  }

  /** Labels of before a time wait no more. */
  expireWaiting(beforeMs: number): void {
    const expired = this.waiting.expire(beforeMs);
    if (expired === 0) return;
    this.isDirty = true;
    this.countsOf(UNKNOWN_VERSION).countLabel('expired', expired);
  }

  /** Lets periods go that ended before a time; labels for them are unmatched from here on. @returns how many went */
  erase(beforeMs: number): number {
    let count = 0;
    for (const [version, periods] of this.periods) {
      for (const [startMs, period] of periods) {
        if (!(period.endMs < beforeMs)) continue;
        for (const number of period.chunkNumbers) this.#index.close(number);
        periods.delete(startMs);
        this.#dirty.delete(period);
        this.#erased.push({ version, startMs });
        count++;
      }
      if (periods.size === 0) this.periods.delete(version);
    }
    if (count > 0) this.isDirty = true;
    return count;
  }

  committed(): void {
    this.#dirty.clear();
    this.#erased = [];
    this.isDirty = false;
  }

  /** Puts a row into memory; `addPrediction` without the rest, also for what is read from the store. */
  placeRow(period: LabelPeriod, lo: number, hi: number, offsetMs: number, isIndexed: boolean): { chunk: RowChunk; row: number } {
    let chunk = period.chunks.at(-1);
    if (!chunk || chunk.isFull) {
      chunk = new RowChunk(period, period.n, this.settings.isOfClasses);
      period.chunks.push(chunk);
      period.chunkNumbers.push(this.#index.open(chunk));
    }
    const row = chunk.add(lo, hi, offsetMs);
    period.n++;
    if (isIndexed) this.#index.add(period.chunkNumbers.at(-1) as number, row);
    return { chunk, row };
  }

  #offer(id: OfferedPrediction['id'], own: OwnLabel | null): PredictionOutcome {
    // Without an id there is no fair way to leave some out.
    if (!id) return own && this.settings.sample >= 1 ? 'kept' : 'no_id';
    if (!this.isSampled(id.hi)) return 'unsampled';
    return this.#index.find(id.lo, id.hi) >= 0 ? 'repeated' : 'kept';
  }

  #join(chunk: RowChunk, row: number, { value, timeMs }: OwnLabel): LabelOutcome {
    const { period } = chunk;
    const lagMs = timeMs - (period.startMs + (chunk.offsets[row] as number));
    if (lagMs > this.settings.horizonMs) return 'late';
    const beforeMs = chunk.labelTime(row);
    const isFirst = Number.isNaN(beforeMs);
    if (!isFirst && timeMs < beforeMs) return 'duplicate';
    const isSame = !isFirst && (chunk.labels as NonNullable<typeof chunk.labels>)[row] === value;
    if (isSame && timeMs === beforeMs) return 'duplicate';
    chunk.setLabel(row, value, timeMs);
    period.noteLabel(chunk.firstRow + row, value, timeMs);
    this.#dirty.add(period);
    if (!isFirst) return isSame ? 'duplicate' : 'corrected';
    period.labelled++;
    this.countsOf(period.version).observeLag(Math.max(0, lagMs) / 1000);
    return 'joined';
  }

  #countLabel(version: string, outcome: LabelOutcome): LabelOutcome {
    this.countsOf(version).countLabel(outcome);
    return outcome;
  }
}
