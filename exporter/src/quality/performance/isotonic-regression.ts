import { qualityError, requireSameLength } from '../errors.js';

/** A growing step function through some points. */
export interface IsotonicFit {
  /** Ascending, distinct. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The growing function closest to some points, by least squares.
 *
 * Formula: pool adjacent violators; equal x are averaged (weighted) first.
 * Shape:   finite x and y of one length >= 1; weights above 0, or none for 1.
 * Errors:  QUALITY_LENGTH_MISMATCH, QUALITY_EMPTY, QUALITY_NOT_FINITE.
 * Source:  Barlow et al. 1972; agrees with scikit-learn's IsotonicRegression(out_of_bounds='clip').
 * @example isotonicFit([1, 2, 3], [1, 3, 2]).y // [1, 2.5, 2.5]
 */
export function isotonicFit(x: ArrayLike<number>, y: ArrayLike<number>, weights: ArrayLike<number> | null = null): IsotonicFit {
  requireSameLength('isotonicFit', x, y);
  if (weights) requireSameLength('isotonicFit', x, weights);
  if (x.length === 0) throw qualityError('QUALITY_EMPTY', { call: 'isotonicFit' });
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) throw qualityError('QUALITY_NOT_FINITE', { call: 'isotonicFit', position: i });
  }
  const points = distinctPoints(x, y, weights);
  const blocks: Block[] = [];
  for (const { y: value, weight } of points) {
    let block: Block = { sum: value * weight, weight, points: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.weight >= block.sum / block.weight; last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, points: last.points + block.points };
      blocks.pop();
    }
    blocks.push(block);
  }
  const levels = blocks.flatMap(({ sum, weight, points: n }) => new Array<number>(n).fill(sum / weight));
  return { x: Float64Array.from(points, (point) => point.x), y: Float64Array.from(levels) };
}

/** The fitted function at a point: linear between the points of the fit, constant outside of them. */
export function isotonicAt({ x, y }: IsotonicFit, at: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return y[0] as number;
  if (low === x.length) return y[low - 1] as number;
  const [x0, x1, y0, y1] = [x[low - 1] as number, x[low] as number, y[low - 1] as number, y[low] as number];
  return x0 === at ? y0 : y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

interface Block {
  readonly sum: number;
  readonly weight: number;
  readonly points: number;
}

function distinctPoints(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number> | null,
): { x: number; y: number; weight: number }[] {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number));
  const points: { x: number; y: number; weight: number }[] = [];
  for (let k = 0; k < order.length;) {
    const at = x[order[k] as number] as number;
    let [sum, weight] = [0, 0];
    while (k < order.length && x[order[k] as number] === at) {
      const own = weights ? (weights[order[k] as number] as number) : 1;
      sum += own * (y[order[k] as number] as number);
      weight += own;
      k++;
    }
    points.push({ x: at, y: sum / weight, weight });
  }
  return points;
}
