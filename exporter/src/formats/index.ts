export { DECODER_PADDING, type Decoder, type DecoderFactory, type DecoderOptions, type RowSink, type StreamDecoder } from './format.js';
export { plainJsonl } from './jsonl-plain.js';
