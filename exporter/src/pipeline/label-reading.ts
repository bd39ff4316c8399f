import type { RejectReason } from '../contract/index.js';
import {
  ABSENT_NULL,
  ABSENT_OTHER,
  CODE_NULL,
  CODE_OTHER,
  EARLIEST_MS,
  MODEL_CAPACITY,
  PRESENT,
  planLabelColumns,
  type ColumnPlan,
  type LabelSink,
} from '../events/index.js';
import type { Decoder, StreamDecoder } from '../formats/index.js';
import type { LabelFoldOptions } from './label-fold.js';
import { labelKindOf, type LabelKinds } from './label-kinds.js';
import type { ModelDirectory } from './model-directory.js';
import { BATCH_ROWS, FULL_PATIENCE_MS, isName } from './reading.js';

/** A model that labels name: how they are read for it, or why they are rejected. */
type LabelledModel = { readonly name: string; readonly kind: 'class' | 'number' } | RejectReason;

/** Around the rows of one call. */
export interface Handing {
  readonly latestMs: number;
  readonly arrivalMs: number;
  readonly labels: LabelSink | null;
}

/** How a source of labels is read while its models want the same kinds: a decoder, its columns and the checks of a row. */
export class LabelReading {
  readonly decoder: Decoder;
  readonly kinds: LabelKinds;
  readonly epoch: number;
  newestMs = -Infinity;
  readonly #plan: ColumnPlan;
  readonly #models: ModelDirectory;
  readonly #constant: string | null;
  readonly #madeMs: number;
  readonly #streams = new Map<string, StreamDecoder>();
  /** By the code of the model in the columns. */
  readonly #byCode = new Map<number, LabelledModel>();
  readonly #order = new Int32Array(BATCH_ROWS);
  readonly #accepted = new Uint8Array(BATCH_ROWS);

  constructor(options: LabelFoldOptions, models: ModelDirectory, kinds: LabelKinds, made: { epoch: number; nowMs: number }) {
    const { map, format, maxRecordBytes, maxDepth, idKey } = options;
    this.#plan = planLabelColumns(map, { key: idKey, ...kinds }, [...models.models.keys()]);
    this.decoder = format({ fields: this.#plan.fields, featuresAt: null, batchRows: BATCH_ROWS, maxRecordBytes, maxDepth });
    this.kinds = kinds;
    this.epoch = made.epoch;
    this.#madeMs = made.nowMs;
    this.#models = models;
    this.#constant = 'constant' in map.model ? map.model.constant : null;
  }

  streamDecoder(stream: string, head: Buffer): StreamDecoder {
    const known = this.#streams.get(stream) ?? this.decoder.open(head);
    this.#streams.set(stream, known);
    return known;
  }

  forgetStream(stream: string): void {
    this.#streams.delete(stream);
  }

  /** As of Reading. */
  isFull(nowMs: number): boolean {
    const { model } = this.#plan.roles;
    return nowMs - this.#madeMs >= FULL_PATIENCE_MS && (this.decoder.columns.dictionaries[model]?.length ?? 0) >= MODEL_CAPACITY;
  }

  /** Kinds that models of the first n rows need and that are not read; null for none. */
  unreadKinds(n: number): LabelKinds | null {
    const { asClass, asNumber } = this.kinds;
    let isClassMissing = false;
    let isNumberMissing = false;
    for (let r = 0; r < n; r++) {
      const model = this.#modelOf(r);
      if (typeof model === 'string') continue;
      if (model.kind === 'class') isClassMissing ||= !asClass;
      else isNumberMissing ||= !asNumber;
    }
    return isClassMissing || isNumberMissing ? { asClass: isClassMissing, asNumber: isNumberMissing } : null;
  }

  /**
   * Checks the first n rows and hands the good ones over, model by model, in their order.
   *
   * @returns how many were good
   */
  hand(n: number, { latestMs, arrivalMs, labels }: Handing, onReject: (reason: RejectReason, offset: number) => void): number {
    const { columns } = this.decoder;
    const accepted = this.#accepted;
    const models = new Set<Exclude<LabelledModel, string>>();
    let good = 0;
    for (let r = 0; r < n; r++) {
      const model = this.#modelOf(r);
      const reason = typeof model === 'string' ? model : this.#fault(model.kind, r, latestMs);
      accepted[r] = reason === null ? 1 : 0;
      if (reason !== null) onReject(reason, columns.offsets[r] as number);
      else {
        good++;
        models.add(model as Exclude<LabelledModel, string>);
      }
    }
    for (const model of models) {
      let to = 0;
      for (let r = 0; r < n; r++) if (accepted[r] === 1 && this.#modelOf(r) === model) this.#order[to++] = r;
      labels?.labels({ model: model.name, columns, plan: this.#plan, order: this.#order, from: 0, to, arrivalMs });
    }
    return good;
  }

  /** Why a row is no label; null where it is one. A label that is null is not known yet: that is no fault. */
  #fault(kind: 'class' | 'number', r: number, latestMs: number): RejectReason | null {
    const { values, absent } = this.decoder.columns;
    const { roles } = this.#plan;
    if (absent[roles.requestId]?.[r] !== PRESENT) return 'schema';
    if (roles.time >= 0) {
      const time = values[roles.time]?.[r] as number;
      if (time > latestMs) return 'clock_skew';
      if (time < EARLIEST_MS || (time !== time && absent[roles.time]?.[r] === ABSENT_OTHER)) return 'schema';
      if (time > this.newestMs) this.newestMs = time;
    }
    const label = this.#label(kind, r);
    if (label === 'other') return 'schema';
    return label !== 'missing' || roles.values.some((column) => !Number.isNaN(values[column]?.[r])) ? null : 'schema';
  }

  #label(kind: 'class' | 'number', r: number): 'there' | 'null' | 'missing' | 'other' {
    const { values, absent } = this.decoder.columns;
    const column = kind === 'class' ? this.#plan.roles.label : this.#plan.roles.labelNumber;
    if (column < 0) return 'missing';
    const value = values[column]?.[r] as number;
    if (kind === 'class') return value >= 0 ? 'there' : value === CODE_NULL ? 'null' : value === CODE_OTHER ? 'other' : 'missing';
    if (Number.isFinite(value)) return 'there';
    // 1e999 is written as a number and is none that an error could be measured from.
    if (!Number.isNaN(value)) return 'other';
    const why = absent[column]?.[r];
    return why === ABSENT_NULL ? 'null' : why === ABSENT_OTHER ? 'other' : 'missing';
  }

  #modelOf(r: number): LabelledModel {
    const { model } = this.#plan.roles;
    const code = model < 0 ? 0 : (this.decoder.columns.values[model]?.[r] as number);
    let known = this.#byCode.get(code);
    if (known === undefined) this.#byCode.set(code, (known = this.#look(code, model)));
    return known;
  }

  #look(code: number, column: number): LabelledModel {
    if (code < 0) return 'schema';
    const name = this.#constant ?? this.decoder.columns.dictionaries[column]?.[code];
    if (name === undefined) return 'cardinality';
    if (!isName(name)) return 'schema';
    const model = this.#models.model(name);
    if (typeof model === 'string') return model;
    const task = model.settings.quality?.task;
    return { name, kind: task === undefined ? 'class' : labelKindOf(task) };
  }
}
