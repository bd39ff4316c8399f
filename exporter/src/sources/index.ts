export { FileTail, type FileTailOptions } from './file/file-tail.js';
export type { Chunk, PullSource, SourceHealth, StreamPosition } from './source.js';
