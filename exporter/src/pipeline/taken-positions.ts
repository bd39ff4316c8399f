import type { StreamPosition } from '../sources/index.js';
import type { FileReader } from './file-reader.js';
import type { SnapshotReader } from './snapshots/snapshot-reader.js';

/** Positions on their way into a commit, and where they go back to when it fails. */
export interface TakenPositions {
  readonly source: string;
  readonly from: { restoreChangedPositions(positions: { changed: StreamPosition[]; forgotten: string[] }): void };
  readonly positions: { changed: StreamPosition[]; forgotten: string[] };
}

/** Takes what changed since the last commit from everything that has read positions. */
export function takePositions(readers: readonly FileReader[], snapshots: readonly SnapshotReader[]): TakenPositions[] {
  return [
    ...readers.map((reader) => ({ source: reader.fold.name, from: reader.source, positions: reader.takeChangedPositions() })),
    ...snapshots.map(({ name, folder }) => ({ source: name, from: folder, positions: folder.takeChangedPositions() })),
  ];
}
