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
}

/** The rows of a reference cut into windows of one length, in order of time. Windows without rows are not among them. */
export interface ReferenceWindows {
  readonly windowMs: number;
  /** Rows of each window. */
  readonly rows: ArrayLike<number>;
  readonly features: readonly CutFeature[];
  readonly prediction: CutFeature | null;
}

/** What is judged in a window: the features, then the prediction. */
export function judgedOf({ features, prediction }: ReferenceWindows): readonly CutFeature[] {
  return prediction ? [...features, prediction] : features;
}
