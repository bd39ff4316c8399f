/** Rows of a feature over its judged bins. */
export interface BinnedRows {
  /** One count per bin. */
  readonly counts: ArrayLike<number>;
  readonly missing: number;
  readonly invalid: number;
}

/** One feature (or the prediction) of a reference that is cut into windows, counted over its judged bins. */
export interface CutFeature {
  readonly feature: string;
  readonly type: 'numeric' | 'categorical';
  readonly bins: readonly string[];
  /** For each window one count per bin. */
  readonly counts: readonly ArrayLike<number>[];
  /** For each window. */
  readonly missing: ArrayLike<number>;
  readonly invalid: ArrayLike<number>;
  /** For each window its rows by the bucket of the season that they lie in; only where the reference is divided by one. */
  readonly byBucket?: readonly (readonly (BinnedRows & { readonly bucket: number })[])[];
}

/** With which buckets of a season a window is compared when windows [from, to) are left out; rows of other buckets count for nothing. */
export interface SeasonPools {
  pool(w: number, from: number, to: number): readonly { readonly bucket: number; readonly weight: number }[];
}

/** The rows of a reference cut into windows of one length, in order of time. Windows without rows are not among them. */
export interface ReferenceWindows {
  readonly windowMs: number;
  /** Rows of each window. */
  readonly rows: ArrayLike<number>;
  readonly features: readonly CutFeature[];
  readonly prediction: CutFeature | null;
  /** Where windows are compared with their like; `byBucket` of all features is known then. Null: with the whole. */
  readonly pools?: SeasonPools | null;
}

/** What is judged in a window: the features, then the prediction. */
export function judgedOf({ features, prediction }: ReferenceWindows): readonly CutFeature[] {
  return prediction ? [...features, prediction] : features;
}
