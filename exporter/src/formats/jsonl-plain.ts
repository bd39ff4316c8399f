import type { RejectReason } from '../contract/index.js';
import {
  ABSENT_MISSING,
  ABSENT_NULL,
  ABSENT_OTHER,
  CODE_MISSING,
  CODE_NULL,
  CODE_OTHER,
  type Columns,
  type Decoder,
  type DecoderOptions,
  type Field,
  type RowSink,
  type StreamDecoder,
} from './format.js';

/** JSON lines through JSON.parse: the plain reference of the generated scanner. */
export function plainJsonl(options: DecoderOptions): Decoder {
  return new PlainJsonl(options);
}

class PlainJsonl implements Decoder {
  readonly columns: Columns;
  readonly #options: DecoderOptions;
  readonly #codes: (Map<string, number> | null)[];
  readonly #dictionaries: (string[] | null)[];
  readonly #known: Set<string>;
  #row = 0;

  constructor(options: DecoderOptions) {
    this.#options = options;
    const n = options.batchRows;
    this.#dictionaries = options.fields.map((field) => (field.kind === 'category' ? [...field.known] : null));
    this.#codes = options.fields.map((field) => (field.kind === 'category' ? new Map(field.known.map((v, i) => [v, i])) : null));
    this.columns = {
      values: options.fields.map((field) => (field.kind === 'category' ? new Int32Array(n) : new Float64Array(n))),
      absent: options.fields.map((field) => (field.kind === 'category' ? null : new Uint8Array(n))),
      dictionaries: this.#dictionaries,
      offsets: new Float64Array(n),
      extras: new Uint16Array(n),
    };
    const at = options.featuresAt;
    this.#known = new Set(
      at
        ? options.fields
            .filter((f) => f.path.length > at.length && at.every((s, i) => f.path[i] === s))
            .map((f) => f.path[at.length] as string)
        : [],
    );
  }

  open(): StreamDecoder {
    return { decode: (buffer, start, end, last, sink) => this.#decode(buffer, start, end, last, sink) };
  }

  discover(_head: Buffer, buffer: Buffer, start: number, end: number): Map<string, 'numeric' | 'categorical'> {
    const found = new Map<string, 'numeric' | 'categorical'>();
    const at = this.#options.featuresAt;
    if (!at) return found;
    for (const line of buffer.toString('utf8', start, end).split('\n')) {
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        continue;
      }
      for (const key of at) value = own(value, key);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      for (const [key, x] of Object.entries(value)) {
        if (x !== null && typeof x !== 'object' && !found.has(key)) found.set(key, typeof x === 'number' ? 'numeric' : 'categorical');
      }
    }
    return found;
  }

  #decode(buffer: Buffer, start: number, end: number, last: boolean, sink: RowSink): number {
    let p = start;
    while (p < end) {
      let e = buffer.indexOf(10, p);
      if (e < 0 || e >= end) {
        if (!last) break;
        e = end;
      }
      const next = Math.min(e + 1, end);
      const reason = this.#record(buffer, p, e);
      if (reason !== 'ok' && reason !== 'blank') sink.reject(reason, p, e - p);
      if (this.#row === this.#options.batchRows) this.#flush(sink);
      p = next;
    }
    this.#flush(sink);
    return p;
  }

  #flush(sink: RowSink): void {
    const n = this.#row;
    this.#row = 0;
    if (n > 0) sink.rows(n);
  }

  #record(buffer: Buffer, p: number, e: number): RejectReason | 'ok' | 'blank' {
    if (e - p > this.#options.maxRecordBytes) return 'too_large';
    const text = buffer.toString('utf8', p, e);
    if (/^[ \t\r]*$/.test(text)) return 'blank';
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      return 'syntax';
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return 'syntax';
    this.#options.fields.forEach((field, f) => this.#field(field, f, record));
    this.columns.offsets[this.#row] = p;
    let features: unknown = record;
    for (const key of this.#options.featuresAt ?? []) features = own(features, key);
    const isObject = this.#options.featuresAt && typeof features === 'object' && features !== null && !Array.isArray(features);
    this.columns.extras[this.#row] = isObject ? Object.keys(features as object).filter((key) => !this.#known.has(key)).length : 0;
    this.#row++;
    return 'ok';
  }

  #field(field: Field, f: number, record: unknown): void {
    let x = record;
    for (const key of field.path) x = own(x, key);
    const r = this.#row;
    const column = this.columns.values[f] as Float64Array;
    if (field.kind === 'category') {
      if (x === undefined) column[r] = CODE_MISSING;
      else if (x === null) column[r] = CODE_NULL;
      else if (typeof x !== 'string' && typeof x !== 'number' && typeof x !== 'boolean') column[r] = CODE_OTHER;
      else column[r] = this.#code(field, f, String(x));
      return;
    }
    const absent = this.columns.absent[f] as Uint8Array;
    column[r] = NaN;
    if (x === undefined) absent[r] = ABSENT_MISSING;
    else if (x === null) absent[r] = ABSENT_NULL;
    else {
      absent[r] = ABSENT_OTHER;
      if (field.kind === 'number') {
        if (typeof x === 'number') column[r] = x;
      } else if (typeof x === 'string') column[r] = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(x) ? x : `${x}Z`);
      else if (typeof x === 'number') column[r] = x;
    }
  }

  #code(field: Extract<Field, { kind: 'category' }>, f: number, value: string): number {
    const codes = this.#codes[f] as Map<string, number>;
    const known = codes.get(value);
    if (known !== undefined) return known;
    if (field.growth === 'closed' || codes.size >= field.capacity) return field.capacity;
    const code = codes.size;
    codes.set(value, code);
    this.#dictionaries[f]?.push(value);
    return code;
  }
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
