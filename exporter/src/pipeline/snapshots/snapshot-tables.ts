import type { Baseline } from '../../baseline/index.js';
import type { FeatureLayout } from '../../profile/index.js';

export interface CountAsk {
  readonly path: string;
  /** Features, then the prediction where the baseline has one. */
  readonly layouts: readonly FeatureLayout[];
  readonly time: string | null;
  readonly version: string | null;
  /** Column of the model's answer for the layout of that name; null without such a layout. */
  readonly prediction: { readonly layout: string; readonly column: string | null } | null;
}

/** A snapshot, counted over the bins of a baseline. Shapes as in baseline/table/snapshot-table.ts. */
export interface CountedTable {
  readonly rows: number;
  readonly version: string | null;
  readonly times: { readonly firstMs: number; readonly lastMs: number } | null;
  readonly counts: readonly Float64Array[];
  readonly varies: Uint8Array;
}

export interface BuildAsk {
  readonly path: string;
  readonly model: string;
  /** Null: the version is read from the column. */
  readonly version: string | null;
  readonly versionColumn: string | null;
  readonly time: string | null;
  readonly prediction: string | null;
  /** Null: every column that can be one. */
  readonly features: readonly string[] | null;
  /** Columns that are no features. */
  readonly ignore: readonly string[];
  /** Categories with a bin of their own, by feature. */
  readonly top: Readonly<Record<string, number>>;
}

/**
 * Reads files as tables, somewhere else: each call takes up to minutes, and none may block the thread that asks.
 *
 * Errors, of all: CodedError BASELINE_* for what is wrong with the file; any other error for what is wrong with the reader.
 */
export interface SnapshotTables {
  /** SHA-256 of the whole file, in hexadecimal. */
  hash(path: string): Promise<string>;
  /** The one text that a column holds in all rows. */
  text(path: string, column: string): Promise<string>;
  count(ask: CountAsk): Promise<CountedTable>;
  build(ask: BuildAsk): Promise<Baseline>;
}
