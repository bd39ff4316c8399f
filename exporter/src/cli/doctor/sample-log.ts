import { modelConfig, type Config, type InferenceSourceConfig, type ModelConfig } from '../../config/index.js';
import type { RejectReason } from '../../contract/index.js';
import type { SeenFeature } from '../../doctor/index.js';
import {
  ABSENT_OTHER,
  PART_INPUTS,
  RowRouter,
  isBelieved,
  planColumns,
  type Batch,
  type ColumnPlan,
  type FindTarget,
  type WantedFeature,
} from '../../events/index.js';
import type { Decoder } from '../../formats/index.js';
import { formatOf } from '../serve/build-pipeline.js';
import type { NewestBytes } from './newest-bytes.js';

const BATCH_ROWS = 1024;

/** The accepted records of one model in a sample. */
export interface ModelSample {
  records: number;
  firstMs: number;
  lastMs: number;
}

/** The newest records of a log, read as the exporter would read them; nothing is counted anywhere. */
export interface LogSample {
  readonly records: number;
  readonly rejected: Partial<Record<RejectReason, number>>;
  readonly newestMs: number | null;
  readonly models: ReadonlyMap<string, ModelSample>;
  readonly seen: ReadonlyMap<string, SeenFeature>;
  /** Keys of the features object, with the kind that their first value suggests. */
  readonly discovered: ReadonlyMap<string, 'numeric' | 'categorical'>;
}

export interface SampleQuestion {
  readonly config: Config;
  readonly defaults: ModelConfig;
  readonly source: InferenceSourceConfig;
  readonly bytes: NewestBytes;
  /** Features to look for, and the model whose records are looked at for them; null for none. */
  readonly wanted: { readonly model: string; readonly features: readonly WantedFeature[] } | null;
  readonly nowMs: number;
}

/** Reads a sample. @throws CodedError FORMATS_*, EVENTS_KIND_CONFLICT */
export function sampleLog(question: SampleQuestion): LogSample {
  const { source, bytes, wanted, nowMs } = question;
  const plan = planColumns(source.map, wanted?.features ?? [], null);
  const decoder = formatOf(
    source,
    () => nowMs,
  )({
    fields: plan.fields,
    featuresAt: plan.featuresAt,
    batchRows: BATCH_ROWS,
    maxRecordBytes: source.maxRecordBytes,
    maxDepth: source.maxDepth,
  });
  const fold = new SampleFold(question, plan, decoder);
  decoder.open(bytes.head).decode(bytes.buffer, bytes.start, bytes.end, false, fold);
  const discovered = decoder.discover(bytes.head, bytes.buffer, bytes.start, bytes.end);
  return fold.result(discovered);
}

/** Checks each row as the fold of the exporter does, and keeps no row. */
class SampleFold {
  readonly #question: SampleQuestion;
  readonly #plan: ColumnPlan;
  readonly #decoder: Decoder;
  readonly #router = new RowRouter(BATCH_ROWS);
  readonly #batch: Batch;
  readonly #models = new Map<string, ModelSample>();
  readonly #seen = new Map<string, { present: number; otherType: number }>();
  readonly #unlike = new Map<string, number>();
  readonly #rejected: Partial<Record<RejectReason, number>> = {};
  #records = 0;
  #newestMs = -Infinity;

  constructor(question: SampleQuestion, plan: ColumnPlan, decoder: Decoder) {
    const { map } = question.source;
    this.#question = question;
    this.#plan = plan;
    this.#decoder = decoder;
    this.#batch = {
      columns: decoder.columns,
      plan,
      outcomes: new Uint8Array(BATCH_ROWS),
      units: { latencyPerSecond: map.latency?.perSecond ?? 1, firstTokenPerSecond: 1 },
      costCurrency: null,
    };
  }

  rows(n: number): void {
    const times = this.#decoder.columns.values[this.#plan.roles.time] as Float64Array;
    for (let r = 0; r < n; r++) if (isBelieved(times[r] as number, Infinity)) this.#newestMs = Math.max(this.#newestMs, times[r] as number);
    this.#records += n;
    const { nowMs, source } = this.#question;
    this.#router.route(this.#batch, n, nowMs + source.clockSkewMs, this.#find, (reason) => this.#count(reason));
    // Codes may mean other names in the next batch of a full table.
    this.#router.forget();
  }

  reject(reason: RejectReason): void {
    this.#records++;
    this.#count(reason);
  }

  result(discovered: LogSample['discovered']): LogSample {
    for (const [feature, rows] of this.#unlike) {
      // Numbers where the baseline has words: unless they are words that look like numbers, as in "1" and "2".
      const seen = this.#seen.get(feature);
      if (seen && discovered.get(feature) === 'numeric') seen.otherType = rows;
    }
    return {
      records: this.#records,
      rejected: this.#rejected,
      newestMs: Number.isFinite(this.#newestMs) ? this.#newestMs : null,
      models: this.#models,
      seen: this.#seen,
      discovered,
    };
  }

  #count(reason: RejectReason): void {
    this.#rejected[reason] = (this.#rejected[reason] ?? 0) + 1;
  }

  readonly #find: FindTarget = (modelCode) => {
    const { config, defaults, source } = this.#question;
    const model =
      'constant' in source.map.model ? source.map.model.constant : this.#decoder.columns.dictionaries[this.#plan.roles.model]?.[modelCode];
    if (model === undefined) return 'cardinality';
    if (modelConfig(config, model, defaults) === null) return 'unknown_model';
    const sample = this.#models.get(model) ?? { records: 0, firstMs: Infinity, lastMs: -Infinity };
    this.#models.set(model, sample);
    return { lo: -Infinity, hi: Infinity, reducer: { addRows: (_batch, order, from, to) => this.#add(model, sample, order, from, to) } };
  };

  #add(model: string, sample: ModelSample, order: Int32Array, from: number, to: number): void {
    const { values } = this.#decoder.columns;
    const times = values[this.#plan.roles.time] as Float64Array;
    sample.records += to - from;
    for (let i = from; i < to; i++) {
      const time = times[order[i] as number] as number;
      sample.firstMs = Math.min(sample.firstMs, time);
      sample.lastMs = Math.max(sample.lastMs, time);
    }
    if (model !== this.#question.wanted?.model) return;
    for (const feature of this.#question.wanted.features) this.#look(feature, order.subarray(from, to));
  }

  #look({ name, type, known }: WantedFeature, rows: Int32Array): void {
    const f = this.#plan.featureColumns.get(name);
    if (f === undefined) return;
    const { values, absent, parts } = this.#decoder.columns;
    const seen = this.#seen.get(name) ?? { present: 0, otherType: 0 };
    this.#seen.set(name, seen);
    for (const r of rows) {
      if (parts && ((parts[r] as number) & PART_INPUTS) === 0) continue;
      const value = values[f]?.[r] as number;
      if (type === 'numeric') {
        const isOther = Number.isNaN(value) && absent[f]?.[r] === ABSENT_OTHER;
        if (!Number.isNaN(value) || isOther) seen.present++;
        if (isOther) seen.otherType++;
      } else if (value >= 0) {
        seen.present++;
        if (value >= known.length) this.#unlike.set(name, (this.#unlike.get(name) ?? 0) + 1);
      }
    }
  }
}
