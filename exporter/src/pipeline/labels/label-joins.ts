import type { Notify } from '../../contract/index.js';
import type { Batch, LabelRows, LabelSink, PredictionRows } from '../../events/index.js';
import type { DividedRows } from '../active-segments.js';
import { labelKindOf } from '../label-kinds.js';
import type { ModelSettings } from '../model-settings.js';
import { pipelineError } from '../errors.js';
import { addValues } from './business-values.js';
import { LabelColumns } from './label-columns.js';
import { labelChanges, labelsCommitted, restoreLabels, type LabelCommit, type StoredLabels } from './label-commit.js';
import { LabelJoin, type LabelJoinSettings } from './label-join.js';

/** What is kept of one model for its labels. */
export interface ModelLabels {
  readonly join: LabelJoin;
  readonly columns: LabelColumns;
  settings: ModelSettings;
}

/** The joins of all models whose quality is judged: where batches become rows of a join. */
export class LabelJoins implements LabelSink {
  readonly models = new Map<string, ModelLabels>();
  readonly #stored: (model: string) => StoredLabels | null;
  readonly #notify: Notify;
  readonly #segmentsOf: (model: string, startMs: number) => DividedRows | null;
  /** Joins that begin anew: what the store has of them goes with the next commit. */
  readonly #anew = new Set<string>();

  /**
   * @param stored what was committed of a model; null for nothing
   * @param segmentsOf what a window of a model is divided by, the same object as long as it is the same; null for nothing
   */
  constructor(
    stored: (model: string) => StoredLabels | null,
    notify: Notify,
    segmentsOf: (model: string, startMs: number) => DividedRows | null,
  ) {
    this.#stored = stored;
    this.#notify = notify;
    this.#segmentsOf = segmentsOf;
  }

  /** Whether so many labels wait that more of them should not be read before predictions are. */
  get isCrowded(): boolean {
    return [...this.models.values()].some(({ join }) => join.isCrowded);
  }

  get isDirty(): boolean {
    return [...this.models.values()].some(({ join }) => join.isDirty);
  }

  /**
   * Takes up the join of a model, with what was committed of it; or what its settings are now.
   *
   * @throws CodedError PIPELINE_LABELS_UNREADABLE
   */
  take(model: string, settings: ModelSettings): void {
    const { quality } = settings;
    const known = this.models.get(model);
    if (!quality) return void (known && !known.join.isDirty && this.models.delete(model));
    const isOfClasses = labelKindOf(quality.task) === 'class';
    const joined: LabelJoinSettings = {
      horizonMs: quality.label_horizon_ms,
      sample: quality.join_sample,
      waitMs: settings.windowMs,
      isOfClasses,
    };
    if (known?.join.settings.isOfClasses === isOfClasses) {
      known.settings = settings;
      known.join.settings = joined;
      return;
    }
    this.models.set(model, this.#made(model, settings, known ? 'anew' : 'restored', joined));
  }

  /** Lets models go that are no longer known. */
  keep(isKnown: (model: string) => boolean): void {
    for (const [model, { join }] of this.models) if (!join.isDirty && !isKnown(model)) this.models.delete(model);
  }

  predictions({ model, version, startMs, endMs, batch, order, from, to }: PredictionRows): void {
    const found = this.models.get(model);
    if (!found) return;
    const { join, columns: read } = found;
    const { columns, plan } = batch;
    const { roles } = plan;
    const period = join.periodOf(version, startMs, endMs);
    const fairness = found.settings.quality?.fairness ?? [];
    const segments = this.#segmentsOf(model, startMs);
    const answerColumn = read.answerColumn(plan);
    const labelColumn = join.settings.isOfClasses ? roles.label : roles.labelNumber;
    const times = columns.values[roles.time] as Float64Array;
    for (let k = from; k < to; k++) {
      const r = order[k] as number;
      if (!read.isAnswer(columns, r)) continue;
      const answer = read.value(columns, answerColumn, r);
      const score = read.score(columns, roles.score, r);
      // A request that failed predicted nothing: no label is missing for it.
      if (read.isAbsent(answer) && Number.isNaN(score)) continue;
      const timeMs = times[r] as number;
      const label = read.value(columns, labelColumn, r);
      const own = read.isAbsent(label) ? null : { value: label, timeMs };
      const id = read.id(columns, roles.requestId, r);
      const group = read.group(batch, fairness, segments, r);
      join.addPrediction(period, { id, timeMs, answer, score, group }, own);
      addValues(join, version, columns, plan, r);
    }
  }

  labels({ model, columns, plan, order, from, to, arrivalMs }: LabelRows): void {
    const found = this.models.get(model);
    if (!found) return;
    const { join, columns: read } = found;
    const { roles } = plan;
    const labelColumn = join.settings.isOfClasses ? roles.label : roles.labelNumber;
    for (let k = from; k < to; k++) {
      const r = order[k] as number;
      const id = read.id(columns, roles.requestId, r);
      const time = roles.time < 0 ? NaN : (columns.values[roles.time]?.[r] as number);
      const timeMs = Number.isNaN(time) ? arrivalMs : time;
      if (roles.values.length > 0) addValues(join, id ? join.versionOf(id) : '', columns, plan, r);
      if (isUnknownYet(columns, labelColumn, r)) continue;
      const value = read.value(columns, labelColumn, r);
      if (!id || read.isAbsent(value)) join.refuseLabel();
      else join.addLabel({ ...id, value, timeMs });
    }
  }

  /** What is to be committed. Call `committed` with it when it is. */
  takeChanges(): LabelCommit[] {
    return [...this.models].flatMap(([model, { join }]) => labelChanges(model, join, this.#anew.has(model)) ?? []);
  }

  committed(changes: readonly LabelCommit[]): void {
    for (const change of changes) {
      const found = this.models.get(change.model);
      if (found) labelsCommitted(found.join, change);
      this.#anew.delete(change.model);
    }
  }

  #made(model: string, settings: ModelSettings, how: 'restored' | 'anew', joined: LabelJoinSettings): ModelLabels {
    let join = new LabelJoin(joined);
    const stored = this.#stored(model);
    const restored = how === 'anew' ? 'of another task' : stored ? restoreLabels(join, stored) : 'restored';
    if (restored === 'damaged') throw pipelineError('PIPELINE_LABELS_UNREADABLE', { model });
    if (restored === 'of another task') {
      join = new LabelJoin(joined);
      join.isDirty = true;
      this.#anew.add(model);
      this.#notify({ kind: 'labels_begun_anew', model, why: 'its task changed, and labels of before are of another kind' });
    }
    return { join, settings, columns: new LabelColumns(join.classes, join.groups, joined.isOfClasses) };
  }
}

/** A label that is null, or a record that tells a value only. */
function isUnknownYet({ values, dictionaries }: Batch['columns'], column: number, r: number): boolean {
  if (column < 0) return true;
  const value = values[column]?.[r] as number;
  return dictionaries[column] ? value < 0 : Number.isNaN(value);
}
