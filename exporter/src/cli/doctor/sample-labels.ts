import { modelConfig, type Config, type LabelSourceConfig, type ModelConfig } from '../../config/index.js';
import type { RejectReason } from '../../contract/index.js';
import { ABSENT_OTHER, CODE_MISSING, CODE_OTHER, isBelieved, type Field } from '../../events/index.js';
import type { Decoder } from '../../formats/index.js';
import { formatOf } from '../serve/build-pipeline.js';
import type { NewestBytes } from './newest-bytes.js';

const BATCH_ROWS = 1024;
const CAPACITY = 1024;

/** How the newest records of a file of labels would be read: nothing is joined, and nothing of them is kept. */
export interface LabelSample {
  readonly records: number;
  readonly rejected: Partial<Record<RejectReason, number>>;
  /** Newest time, also of labels that lie too far in the future; null where there is none. */
  readonly newestMs: number | null;
}

export interface LabelQuestion {
  readonly config: Config;
  readonly defaults: ModelConfig;
  readonly source: LabelSourceConfig;
  readonly bytes: NewestBytes;
  readonly nowMs: number;
}

/** Checks the newest labels of a file as the exporter does (LabelReading). @throws CodedError FORMATS_* */
export function sampleLabels(question: LabelQuestion): LabelSample {
  const { head, buffer, start, end } = question.bytes;
  const fold = new SampledLabels(question);
  fold.decoder.open(head).decode(buffer, start, end, false, fold);
  return fold.result();
}

/** Where the parts of a label are among the columns; -1 for what the map does not name. */
interface Places {
  readonly id: number;
  readonly label: number;
  readonly model: number;
  readonly time: number;
  readonly values: readonly number[];
}

class SampledLabels {
  readonly decoder: Decoder;
  readonly #question: LabelQuestion;
  readonly #at: Places;
  readonly #rejected: Partial<Record<RejectReason, number>> = {};
  #records = 0;
  #newestMs = -Infinity;

  constructor(question: LabelQuestion) {
    const { source, nowMs } = question;
    const { map } = source;
    const fields: Field[] = [];
    const add = (field: Field | null): number => (field === null ? -1 : fields.push(field) - 1);
    const words = (path: readonly string[] | null): number =>
      add(path && { path, kind: 'category', known: [], growth: 'open', capacity: CAPACITY });
    this.#at = {
      id: words(map.requestId),
      label: words(map.label),
      model: words('path' in map.model ? map.model.path : null),
      time: add(map.time && { path: map.time.path, kind: 'time', unit: map.time.unit }),
      values: map.values.map(({ path }) => add({ path, kind: 'number' })),
    };
    this.#question = question;
    const { maxRecordBytes, maxDepth } = source;
    this.decoder = formatOf(source, () => nowMs)({ fields, featuresAt: null, batchRows: BATCH_ROWS, maxRecordBytes, maxDepth });
  }

  rows(n: number): void {
    this.#records += n;
    for (let r = 0; r < n; r++) {
      const fault = this.#faultOf(r);
      if (fault) this.#count(fault);
    }
  }

  reject(reason: RejectReason): void {
    this.#records++;
    this.#count(reason);
  }

  result(): LabelSample {
    return { records: this.#records, rejected: this.#rejected, newestMs: Number.isFinite(this.#newestMs) ? this.#newestMs : null };
  }

  #faultOf(r: number): RejectReason | null {
    const { config, defaults, nowMs, source } = this.#question;
    const { model } = source.map;
    const name = 'constant' in model ? model.constant : this.decoder.columns.dictionaries[this.#at.model]?.[this.#value(this.#at.model, r)];
    if (name === undefined || this.#value(this.#at.id, r) < 0) return 'schema';
    const settings = modelConfig(config, name, defaults);
    if (settings === null) return 'unknown_model';
    if (this.#at.time >= 0) {
      const ms = this.#value(this.#at.time, r);
      if (isBelieved(ms, Infinity)) this.#newestMs = Math.max(this.#newestMs, ms);
      else if (!Number.isNaN(ms) || this.decoder.columns.absent[this.#at.time]?.[r] === ABSENT_OTHER) return 'schema';
      if (ms > nowMs + source.clockSkewMs) return 'clock_skew';
    }
    return this.#labelFault(r, settings.quality?.task === 'regression' || settings.quality?.task === 'ranking');
  }

  #labelFault(r: number, isAmount: boolean): RejectReason | null {
    const { label, values } = this.#at;
    const code = label < 0 ? CODE_MISSING : this.#value(label, r);
    if (code === CODE_OTHER) return 'schema';
    const text = code < 0 ? undefined : this.decoder.columns.dictionaries[label]?.[code];
    if (isAmount && text !== undefined && !Number.isFinite(Number(text))) return 'schema';
    return code === CODE_MISSING && !values.some((column) => Number.isFinite(this.#value(column, r))) ? 'schema' : null;
  }

  #value(column: number, r: number): number {
    return this.decoder.columns.values[column]?.[r] as number;
  }

  #count(reason: RejectReason): void {
    this.#rejected[reason] = (this.#rejected[reason] ?? 0) + 1;
  }
}
