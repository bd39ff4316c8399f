import { driftError } from './errors.js';

/** How numpy chooses the number of equal-width bins. */
export type BinRule = 'sturges' | 'doane';

/**
 * Edges of equal-width bins over the range of a sample, as numpy.histogram_bin_edges chooses them.
 *
 * Formula: width = range / (1 + log2 n) (Sturges), or range / (1 + log2 n + log2(1 + |g1| / s)) with skewness g1 and
 *          s = sqrt(6 (n - 2) / ((n + 1)(n + 3))) (Doane); bins = ceil(range / width); edges as numpy.linspace.
 * Shape:   one finite sample of any length >= 1, in any order. A sample of one value gets one bin of width 1 around it.
 * Errors:  DRIFT_EMPTY_SAMPLE.
 * Source:  numpy 2.4 lib/_histograms_impl.py; Sturges 1926, Doane 1976.
 * @example equalWidthEdges([0, 1, 2, 3], 'sturges') // [0, 1, 2, 3]
 */
export function equalWidthEdges(values: ArrayLike<number>, rule: BinRule): number[] {
  const n = values.length;
  if (n === 0) throw driftError('DRIFT_EMPTY_SAMPLE', { call: 'equalWidthEdges', side: 'only' });
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < n; i++) {
    const x = values[i] as number;
    if (x < least) least = x;
    if (x > most) most = x;
  }
  if (least === most) return [least - 0.5, most + 0.5];
  const width = rule === 'sturges' ? (most - least) / (Math.log2(n) + 1) : doaneWidth(values, most - least);
  const bins = width > 0 ? Math.ceil((most - least) / width) : 1;
  const step = (most - least) / bins;
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? most : i * step + least));
}

/**
 * Counts of a sample in bins, each with its lower edge and the last one with both, as numpy.histogram counts. Values outside are in no bin.
 *
 * @param edges ascending, at least two
 */
export function countsBetween(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const [first = NaN] = edges;
  const last = edges[edges.length - 1] as number;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] as number;
    if (!(x >= first && x <= last)) continue;
    let low = 0;
    let high = counts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (x >= (edges[middle] as number)) low = middle;
      else high = middle - 1;
    }
    counts[low] = (counts[low] as number) + 1;
  }
  return counts;
}

function doaneWidth(values: ArrayLike<number>, range: number): number {
  const n = values.length;
  if (n <= 2) return 0;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += ((values[i] as number) - mean) / (i + 1);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < n; i++) {
    const deviation = (values[i] as number) - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const sd = Math.sqrt(squares / n);
  if (!(sd > 0)) return 0;
  const skewness = cubes / n / (sd * sd * sd);
  const spread = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  return range / (1 + Math.log2(n) + Math.log2(1 + Math.abs(skewness) / spread));
}
