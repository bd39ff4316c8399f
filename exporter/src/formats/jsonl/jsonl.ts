import { categoryCodesOf } from '../category-codes.js';
import type { Columns, Decoder, DecoderOptions, RowSink, StreamDecoder } from '../format.js';
import { RowBatch } from '../row-batch.js';
import { LayoutCompiler } from './compile-layout.js';
import { discoverFeatures } from './discover-features.js';
import { fieldTree, overlaps } from './field-tree.js';
import { LayoutCache } from './layout-cache.js';
import { isTooLarge } from './parse-record.js';
import { RecordReader } from './record-reader.js';
import { RecordWalker } from './record-walker.js';
import { slotReader } from './slot-reader.js';

const NEWLINE = 10;

/**
 * JSON lines, read in three ways. Records whose keys come in an order seen before are read by a scanner made for that layout
 * (LayoutCache), others key by key (RecordWalker), and all that these are not sure about by JSON.parse (RecordReader), which
 * alone rejects records and gives out category codes. What was learned changes the speed, never the result.
 *
 * Reference: plainJsonl. Compared on generated input by fuzz.test.ts and, at length, by tools/fuzz.ts.
 * Gained: a log with one layout at 2.49 M records a second instead of 269 k (tools/bench-formats.ts).
 */
export function jsonl(options: DecoderOptions): Decoder {
  return new Jsonl(options);
}

class Jsonl implements Decoder {
  readonly columns: Columns;
  readonly #options: DecoderOptions;
  readonly #batch: RowBatch;
  readonly #reader: RecordReader;
  readonly #layouts: LayoutCache | null = null;
  readonly #walker: RecordWalker | null = null;

  constructor(options: DecoderOptions) {
    const categories = categoryCodesOf(options.fields);
    const tree = fieldTree(options);
    this.#options = options;
    this.#batch = new RowBatch(options, categories);
    this.columns = this.#batch.columns;
    this.#reader = new RecordReader(options, this.columns, categories);
    if (overlaps(tree)) return;
    const slots = options.fields.map((field, f) => slotReader(field, f, this.columns, categories[f] ?? null));
    const compiler = new LayoutCompiler(this.columns, slots);
    this.#walker = new RecordWalker(options, this.columns, slots);
    this.#layouts = new LayoutCache(tree, options.maxDepth, (layout, freeRow) => compiler.compile(layout, freeRow));
  }

  open(): StreamDecoder {
    return { decode: (buffer, start, end, last, sink) => this.#decode(buffer, start, end, last, sink) };
  }

  discover(_head: Buffer, buffer: Buffer, start: number, end: number): Map<string, 'numeric' | 'categorical'> {
    const { featuresAt } = this.#options;
    return featuresAt ? discoverFeatures(buffer, start, end, featuresAt, this.#options) : new Map<string, 'numeric' | 'categorical'>();
  }

  #decode(buffer: Buffer, start: number, end: number, last: boolean, sink: RowSink): number {
    // A sink that threw may have left rows behind; their chunk comes again as a whole.
    this.#batch.row = 0;
    const wholeLines = end > start ? Math.max(buffer.lastIndexOf(NEWLINE, end - 1) + 1, start) : start;
    this.#readLines(buffer, start, wholeLines, sink);
    if (last && wholeLines < end) this.#refer(buffer, wholeLines, end, sink);
    this.#batch.flush(sink);
    return last ? end : wholeLines;
  }

  /** Reads lines that all have their newline. */
  #readLines(buffer: Buffer, start: number, end: number, sink: RowSink): void {
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    const { maxRecordBytes } = this.#options;
    const layouts = this.#layouts;
    const batch = this.#batch;
    layouts?.sort();
    for (let at = start; at < end;) {
      const next = layouts === null ? -1 : layouts.scan(buffer, view, at, batch.row);
      if (next >= 0 && !isTooLarge(next - 1 - at, maxRecordBytes)) {
        batch.accept(sink);
        at = next;
      } else at = this.#readOther(buffer, view, at, sink);
    }
  }

  /** Reads a line that fits no known layout, and learns from it; the offset behind it. */
  #readOther(buffer: Buffer, view: DataView, at: number, sink: RowSink): number {
    const next = this.#walker === null ? -1 : this.#walker.read(buffer, view, at, this.#batch.row);
    const newline = next >= 0 ? next - 1 : buffer.indexOf(NEWLINE, at);
    let isAccepted = next >= 0 && !isTooLarge(newline - at, this.#options.maxRecordBytes);
    if (isAccepted) this.#batch.accept(sink);
    else isAccepted = this.#refer(buffer, at, newline, sink);
    if (isAccepted) this.#layouts?.learn(buffer, at, newline, this.#batch.row);
    return newline + 1;
  }

  /** Lets the referee read one line; true when it accepted it. */
  #refer(buffer: Buffer, start: number, end: number, sink: RowSink): boolean {
    const outcome = this.#reader.read(buffer, start, end, this.#batch.row);
    if (outcome === 'accepted') this.#batch.accept(sink);
    else if (outcome !== 'blank') sink.reject(outcome, start, end - start);
    return outcome === 'accepted';
  }
}
