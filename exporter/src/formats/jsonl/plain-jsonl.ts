import { categoryCodesOf } from '../category-codes.js';
import type { Columns, Decoder, DecoderOptions, RowSink, StreamDecoder } from '../format.js';
import { RowBatch } from '../row-batch.js';
import { discoverFeatures } from './discover-features.js';
import { RecordReader } from './record-reader.js';

const NEWLINE = 10;

/** JSON lines through JSON.parse: the plain reference of `jsonl`, which gives the same rows and the same rejects, faster. */
export function plainJsonl(options: DecoderOptions): Decoder {
  return new PlainJsonl(options);
}

class PlainJsonl implements Decoder {
  readonly columns: Columns;
  readonly #options: DecoderOptions;
  readonly #batch: RowBatch;
  readonly #reader: RecordReader;

  constructor(options: DecoderOptions) {
    const categories = categoryCodesOf(options.fields);
    this.#options = options;
    this.#batch = new RowBatch(options, categories);
    this.columns = this.#batch.columns;
    this.#reader = new RecordReader(options, this.columns, categories);
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
    let at = start;
    while (at < end) {
      const newline = buffer.indexOf(NEWLINE, at);
      const isWhole = newline >= 0 && newline < end;
      if (!isWhole && !last) break;
      const to = isWhole ? newline : end;
      const outcome = this.#reader.read(buffer, at, to, this.#batch.row);
      if (outcome === 'accepted') this.#batch.accept(sink);
      else if (outcome !== 'blank') sink.reject(outcome, at, to - at);
      at = isWhole ? to + 1 : end;
    }
    this.#batch.flush(sink);
    return at;
  }
}
