/**
 * A run of series of one family that belong together (one model version, one source). The owner writes `values` and the
 * exposition prints them; a NaN is an absent series and its line is left out.
 */
export interface SeriesBlock {
  readonly values: Float64Array;
  /** Takes the series out of the exposition. */
  dispose(): void;
}

/** A classic histogram of one label set. `counts` are per bucket, not cumulative; the last one is the +Inf bucket. */
export interface HistogramBlock {
  readonly counts: Float64Array;
  sum: number;
  dispose(): void;
}
