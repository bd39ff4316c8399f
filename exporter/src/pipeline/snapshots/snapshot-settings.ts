import type { NamePattern } from '../../events/index.js';

/** Where a text of a snapshot comes from: the same for all, a column, or the name of the file. */
export type SnapshotText = { readonly constant: string } | { readonly column: string } | 'name';

/** What the configuration says of a snapshot source. */
export interface SnapshotSettings {
  readonly name: string;
  readonly model: SnapshotText;
  readonly version: SnapshotText;
  /** Column whose largest value is the event time; null: the name says it, or else the file system. */
  readonly time: string | null;
  readonly prediction: string | null;
  /** Features of a reference; null: every column that can be one. */
  readonly features: readonly string[] | null;
  readonly named: NamePattern | null;
  /** Whether a file, by its path below the folder, is a reference. */
  readonly isReference: (name: string) => boolean;
  /** How far an event time may lie in the future. */
  readonly clockSkewMs: number;
}
