import { normals, type Random } from '../seeded-random.js';
import { RHO } from './budget-setting.js';
import { normalEdges } from './feature-shares.js';

/**
 * Windows of rows that depend on each other, drawn row by row and kept as counts over one or more sets of bins.
 *
 * Drawing the rows of every window of every month would take hours. Windows of a thousand rows are unrelated (0.9^1000), so a window
 * taken at random from many stands for a new one.
 */
export class RowBank {
  readonly #counts: readonly Uint16Array[];
  readonly #sizes: readonly number[];
  readonly #windows: number;

  /** @param shares of the bins of each set: a row lies in the bin that its quantile falls into */
  constructor(shares: readonly (readonly number[])[], rows: number, windows: number, random: Random) {
    const edges = shares.map((own) => Float64Array.from(normalEdges(own)));
    this.#sizes = shares.map((own) => own.length);
    this.#windows = windows;
    this.#counts = shares.map((own) => new Uint16Array(windows * own.length));
    const normal = normals(random);
    const noise = Math.sqrt(1 - RHO * RHO);
    let x = normal();
    for (let w = 0; w < windows; w++) {
      for (let row = 0; row < rows; row++) {
        x = RHO * x + noise * normal();
        for (let set = 0; set < edges.length; set++) {
          const slot = w * (this.#sizes[set] as number) + binOf(edges[set] as Float64Array, x);
          const counts = this.#counts[set] as Uint16Array;
          counts[slot] = (counts[slot] as number) + 1;
        }
      }
    }
  }

  draw(set: number, random: Random): number[] {
    const size = this.#sizes[set] as number;
    const from = Math.floor(random() * this.#windows) * size;
    return Array.from((this.#counts[set] as Uint16Array).subarray(from, from + size));
  }
}

function binOf(edges: Float64Array, x: number): number {
  let bin = 0;
  while (bin < edges.length && (edges[bin] as number) <= x) bin++;
  return bin;
}
