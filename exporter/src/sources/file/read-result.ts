import type { Chunk } from '../source.js';

export interface ReadLimits {
  /** Bytes read at once; a chunk holds as many whole records of them as there are. */
  readonly chunkBytes: number;
  /** Longest record, without its newline. */
  readonly maxRecordBytes: number;
}

/**
 * What a look at a file came to. `wait`: nothing whole until it changes; `busy`: more is to be done, call again; `replaced`:
 * the content before the position is not what was read.
 */
export type ReadResult = Chunk | 'wait' | 'busy' | 'replaced';
