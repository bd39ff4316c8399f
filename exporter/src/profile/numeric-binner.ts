/** Cells of the look-up grid. More cells cost cache, fewer cost compares. */
const GRID_CELLS = 512;
/** Above this many edges in one cell a binary search is faster than walking the cell. */
const WALK_LIMIT = 6;

/**
 * Finds the fine bin of a number: the number of edges <= x.
 *
 * A grid of equal cells over [first edge, last edge) gives the first candidate. The map from x to its cell is monotone, so
 * edges in lower cells are surely <= x and only those of the same cell are compared: exact for every x, and mostly one
 * predictable branch. Where edges crowd into few cells (heavy tails) the binner says so and a binary search is used.
 */
export interface NumericBinner {
  /** The edges, then Infinity as a stop. */
  readonly edges: Float64Array;
  /** Number of edges in all cells below a cell; null: use the binary search. */
  readonly first: Uint16Array | null;
  readonly lo: number;
  readonly hi: number;
  readonly inverse: number;
}

/** Shape: `edges` ascending, without duplicates; may be empty (one bin). */
export function numericBinner(edges: readonly number[]): NumericBinner {
  const padded = Float64Array.from([...edges, Infinity]);
  const lo = edges[0] ?? Infinity;
  const hi = edges[edges.length - 1] ?? Infinity;
  const inverse = GRID_CELLS / (hi - lo);
  // Infinite or NaN where the edges are too close or too far apart for the grid arithmetic.
  if (!(edges.length >= 2 && Number.isFinite(inverse) && Number.isFinite(hi - lo)))
    return { edges: padded, first: null, lo, hi, inverse: 0 };
  const cellOf = (x: number): number => (x < lo ? 0 : x >= hi ? GRID_CELLS + 1 : 1 + (((x - lo) * inverse) | 0));
  const perCell = new Uint16Array(GRID_CELLS + 2);
  for (const edge of edges) {
    const cell = cellOf(edge);
    perCell[cell] = (perCell[cell] ?? 0) + 1;
  }
  const first = new Uint16Array(GRID_CELLS + 2);
  for (let cell = 1; cell < first.length; cell++) first[cell] = (first[cell - 1] ?? 0) + (perCell[cell - 1] ?? 0);
  const isCrowded = perCell.some((n) => n > WALK_LIMIT);
  return { edges: padded, first: isCrowded ? null : first, lo, hi, inverse };
}

/** The plain version: number of edges <= x. Referee of the hot loops in `count-numeric.ts`. For finite x only. */
export function binOf(binner: NumericBinner, x: number): number {
  let low = 0;
  let high = binner.edges.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x >= (binner.edges[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a grid look-up ends: the number of cells, for the hot loop. */
export const LAST_CELL = GRID_CELLS + 1;
