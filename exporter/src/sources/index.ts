export { FileTail, type FileTailOptions } from './file/file-tail.js';
export { globPaths, nameMatcher, type FoundPath } from './file/glob.js';
export { rotatedFrom } from './file/rotation-name.js';
export { filePosition, type FilePosition } from './file/file-position.js';
export type { FoundFile } from './snapshot/snapshot-files.js';
export { SnapshotFolder, type ReadySnapshot, type SnapshotFolderOptions } from './snapshot/snapshot-folder.js';
export type { Chunk, PullSource, SourceHealth, StreamPosition } from './source.js';
