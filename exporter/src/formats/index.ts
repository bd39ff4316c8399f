import type { DecoderFactory } from './format.js';
import { plainJsonl } from './jsonl-plain.js';

export { DECODER_PADDING, type Decoder, type DecoderFactory, type DecoderOptions, type RowSink, type StreamDecoder } from './format.js';
export { plainJsonl };
export const formats: { jsonl: DecoderFactory; csv: (delimiter: string) => DecoderFactory } = { jsonl: plainJsonl, csv: () => plainJsonl };
