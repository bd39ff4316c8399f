/** Autocorrelation below which two windows count as nearly unrelated. */
const UNRELATED = 0.2;
/** Blocks that are left at least, so that leaving one out leaves a reference. */
const MIN_BLOCKS = 12;

/**
 * How many windows in a row depend on each other: the length of the blocks of a replay.
 *
 * Formula: twice the first lag at which the autocorrelation, averaged over the series, falls below 0.2; at most a twelfth of the windows.
 *          Twice, because an effect is about the square of what wanders: its autocorrelation falls twice as fast.
 * Shape:   series of one length >= 12; NaN is left out, constant series say nothing.
 * @returns a number of windows >= 1
 */
export function dependenceLength(series: readonly Float64Array[]): number {
  const windows = series[0]?.length ?? 0;
  const longest = Math.max(1, Math.floor(windows / MIN_BLOCKS));
  const centred = series.map(centre).filter((one) => one.variance > 0);
  if (centred.length === 0) return 1;
  for (let lag = 1; 2 * (lag - 1) < longest; lag++) {
    const mean = centred.reduce((sum, { values, variance }) => sum + covariance(values, lag) / variance, 0) / centred.length;
    if (mean < UNRELATED) return Math.max(1, Math.min(longest, 2 * (lag - 1)));
  }
  return longest;
}

/** Deviations from the mean, 0 where there is no value, and their variance (divisor n). */
function centre(series: Float64Array): { values: Float64Array; variance: number } {
  const known = series.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const values = series.map((value) => (Number.isNaN(value) ? 0 : value - mean));
  return { values, variance: covariance(values, 0) };
}

function covariance(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += (values[i] as number) * (values[i - lag] as number);
  return sum / values.length;
}
