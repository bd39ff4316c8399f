import type { RejectReason } from '../../contract/index.js';
import { HALF_CONTINUED, HALF_NONE, HALF_REQUEST, HALF_RESPONSE, PART_REQUEST } from '../../events/index.js';
import { categoryCodesOf } from '../category-codes.js';
import type { Columns, Decoder, DecoderFactory, DecoderOptions, RowSink, StreamDecoder } from '../format.js';
import { ObjectWriter } from '../jsonl/object-writer.js';
import { isObject, parseRecord, type JsonObject } from '../jsonl/parse-record.js';
import { RowBatch } from '../row-batch.js';
import type { Dialect, Inference } from './dialect.js';

const NEWLINE = 10;

/**
 * Makes a format of a dialect: lines are parsed by JSON.parse, the dialect says what they mean, and each instance becomes a
 * row. A record is accepted or rejected as a whole. A batch begins with a record, not in the middle of one, unless the
 * record alone fills more than a batch; nothing else is in its batches then.
 */
export function dialectFormat(dialect: Dialect): DecoderFactory {
  return (options) => new DialectDecoder(dialect, options);
}

class DialectDecoder implements Decoder {
  readonly columns: Columns & { readonly parts: Uint8Array; readonly weights: Float64Array };
  readonly #dialect: Dialect;
  readonly #options: DecoderOptions;
  readonly #batch: RowBatch;
  readonly #writer: ObjectWriter;

  constructor(dialect: Dialect, options: DecoderOptions) {
    const { batchRows } = options;
    const categories = categoryCodesOf(options.fields);
    this.#dialect = dialect;
    this.#options = options;
    this.#batch = new RowBatch(options, categories);
    const halves = { sides: new Uint8Array(batchRows), keys: new Array<string>(batchRows).fill(''), timed: new Uint8Array(batchRows) };
    this.columns = {
      ...this.#batch.columns,
      parts: new Uint8Array(batchRows),
      weights: new Float64Array(batchRows),
      ...(dialect.isHalved ? { halves } : {}),
    };
    this.#writer = new ObjectWriter(options, this.columns, categories);
  }

  open(): StreamDecoder {
    return { decode: (buffer, start, end, last, sink) => this.#decode(buffer, start, end, last, sink) };
  }

  discover(_head: Buffer, buffer: Buffer, start: number, end: number): Map<string, 'numeric' | 'categorical'> {
    const found = new Map<string, 'numeric' | 'categorical'>();
    const { featuresAt } = this.#options;
    if (!featuresAt) return found;
    this.#eachLine(buffer, start, end, true, (at, to) => {
      const inferences = this.#read(buffer, at, to);
      if (typeof inferences === 'string') return;
      for (const { events } of inferences) for (const event of events) noteFeatures(event as JsonObject, featuresAt, found);
    });
    return found;
  }

  #decode(buffer: Buffer, start: number, end: number, last: boolean, sink: RowSink): number {
    const batch = this.#batch;
    // A sink that threw may have left rows behind; their chunk comes again as a whole.
    batch.row = 0;
    const at = this.#eachLine(buffer, start, end, last, (from, to) => {
      const inferences = this.#read(buffer, from, to);
      if (typeof inferences !== 'string') this.#accept(inferences, from, sink);
      else if (inferences === 'label') sink.label?.(from);
      else if (inferences !== 'blank') sink.reject(inferences, from, to - from);
    });
    batch.flush(sink);
    return at;
  }

  /** @returns offset behind the last whole line */
  #eachLine(buffer: Buffer, start: number, end: number, last: boolean, each: (from: number, to: number) => void): number {
    let at = start;
    while (at < end) {
      const newline = buffer.indexOf(NEWLINE, at);
      const isWhole = newline >= 0 && newline < end;
      if (!isWhole && !last) break;
      const to = isWhole ? newline : end;
      each(at, to);
      at = isWhole ? to + 1 : end;
    }
    return at;
  }

  #read(buffer: Buffer, start: number, end: number): readonly Inference[] | RejectReason | 'label' | 'blank' {
    const parsed = parseRecord(buffer, start, end, this.#options);
    if (parsed === 'blank') return 'blank';
    return 'reason' in parsed ? parsed.reason : this.#dialect.read(parsed.record);
  }

  #accept(inferences: readonly Inference[], offset: number, sink: RowSink): void {
    const batch = this.#batch;
    const { batchRows } = this.#options;
    let rows = 0;
    for (const { events } of inferences) rows += events.length;
    if (batch.row > 0 && batch.row + rows > batchRows) batch.flush(sink);
    for (const inference of inferences) {
      const { events } = inference;
      for (let i = 0; i < events.length; i++) {
        this.#write(inference, i, offset);
        batch.accept(sink);
      }
    }
    if (rows > batchRows) batch.flush(sink);
  }

  #write({ events, parts, weight, half }: Inference, i: number, offset: number): void {
    const { row } = this.#batch;
    const { columns } = this;
    this.#writer.write(events[i] as JsonObject, offset, row);
    columns.parts[row] = i === 0 ? parts : parts & ~PART_REQUEST;
    columns.weights[row] = weight;
    const { halves } = columns;
    if (!halves) return;
    halves.sides[row] = half === null ? HALF_NONE : i > 0 ? HALF_CONTINUED : half.side === 'request' ? HALF_REQUEST : HALF_RESPONSE;
    halves.keys[row] = half?.key ?? '';
    halves.timed[row] = half?.isTimed === true ? 1 : 0;
  }
}

function noteFeatures(event: JsonObject, featuresAt: readonly string[], found: Map<string, 'numeric' | 'categorical'>): void {
  let features: unknown = event;
  for (const key of featuresAt) features = isObject(features) && Object.hasOwn(features, key) ? features[key] : undefined;
  if (!isObject(features)) return;
  for (const [key, value] of Object.entries(features)) {
    if (value !== null && typeof value !== 'object' && !found.has(key))
      found.set(key, typeof value === 'number' ? 'numeric' : 'categorical');
  }
}
