const BLOCKS = [...'▁▂▃▄▅▆▇█'];

/**
 * One block per number, the largest as a full block. Zero is a space, so that an empty bin differs from a small one.
 *
 * @param max what a full block stands for; two lines drawn with the same `max` can be compared
 * @example sparkline([1, 2, 4]) // '▂▄█'
 */
export function sparkline(values: readonly number[], max = Math.max(...values)): string {
  return values.map((value) => blockOf(value, max)).join('');
}

function blockOf(value: number, max: number): string {
  if (!(value > 0) || !(max > 0)) return ' ';
  return BLOCKS[Math.min(BLOCKS.length, Math.max(1, Math.round((value / max) * BLOCKS.length))) - 1] as string;
}

/**
 * Spreads the counts of bins of unequal width over cells of equal width, evenly within each bin: bins that hold the same
 * number of rows would draw a flat line. The outer bins end at `low` and `high`; what lies beyond is left out.
 *
 * Shape: `edges` ascending, one count more than edges, low < high.
 */
export function equalWidthCells(edges: readonly number[], counts: readonly number[], low: number, high: number, cells: number): number[] {
  const width = (high - low) / cells;
  const spread = new Array<number>(cells).fill(0);
  counts.forEach((count, i) => {
    const from = Math.max(low, edges[i - 1] ?? low);
    const to = Math.min(high, edges[i] ?? high);
    for (let cell = 0; cell < cells && to > from; cell++) {
      const shared = Math.min(to, low + (cell + 1) * width) - Math.max(from, low + cell * width);
      if (shared > 0) spread[cell] = (spread[cell] as number) + (count * shared) / (to - from);
    }
  });
  return spread;
}
