/**
 * The level that a series held for `consecutive` windows in a row, up to each window: the smallest of the last ones.
 *
 * Why:     with `consecutive: k` a feature counts as drifted where k windows in a row lie above its threshold, and that is where their
 *          smallest value does.
 * Shape:   NaN is an insufficient window: it stays NaN, and is passed over in a row (see nextStreaks). Before k windows: NaN.
 * @example heldSeries([3, 1, 2, 2], 2) // [NaN, 1, 1, 2]
 */
export function heldSeries(series: ArrayLike<number>, consecutive: number): Float64Array {
  const held = new Float64Array(series.length).fill(NaN);
  const last: number[] = [];
  for (let w = 0; w < series.length; w++) {
    const value = series[w] as number;
    if (Number.isNaN(value)) continue;
    last.push(value);
    if (last.length > consecutive) last.shift();
    if (last.length === consecutive) held[w] = Math.min(...last);
  }
  return held;
}
