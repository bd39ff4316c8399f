export { FileTail, type FileTailOptions } from './file/file-tail.js';
export type { Chunk, PullSource, SourceHealth, StreamPosition } from './source.js';
export { globPaths, nameMatcher, type FoundPath } from './file/glob.js';
export { rotatedFrom } from './file/rotation-name.js';
export { filePosition, type FilePosition } from './file/file-position.js';
