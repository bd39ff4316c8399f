import { quantiles, twoSidedNormalTail } from '../../src/drift/index.js';
import { Multinomial } from './multinomial.js';
import { normals, type Random } from './seeded-random.js';

/** Rows of every simulated reference. */
export const REFERENCE_ROWS = 50_000;
/** Judged bins of a numeric feature: deciles of the reference, as the baseline makes them by default. */
const NUMERIC_BINS = 10;
/** Categories of a categorical feature; category i has weight 1 / i (Zipf). */
const CATEGORIES = 20;

/** How far the windows are from the reference: 0 is no drift. */
export interface Shift {
  /** Numeric features: the mean moves by this many standard deviations. */
  readonly sd: number;
  /** Categorical features: this share of the rows comes from all categories alike instead. */
  readonly mixture: number;
}
export const NO_SHIFT: Shift = { sd: 0, mixture: 0 };

/** A feature with its reference counts and a source of windows. */
export interface SimulatedFeature {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  readonly bins: readonly string[];
  readonly reference: readonly number[];
  /** PSI of the true distributions, without any sampling. */
  readonly truePsi: number;
  draw(rows: number, random: Random): number[];
}

/** Draws the reference of a feature and prepares its windows. */
export function simulatedFeature(name: string, type: SimulatedFeature['type'], shift: Shift, random: Random): SimulatedFeature {
  const make = type === 'numeric' ? numeric(shift, random) : categorical(shift, random);
  const windows = new Multinomial(make.moved);
  return {
    name,
    type,
    bins: make.still.map((_, i) => `b${String(i).padStart(2, '0')}`),
    reference: make.reference,
    truePsi: make.still.reduce((sum, p, i) => sum + ((make.moved[i] ?? 0) - p) * Math.log((make.moved[i] ?? 0) / p), 0),
    draw: (rows, source) => windows.draw(rows, source),
  };
}

interface Distributions {
  readonly reference: number[];
  readonly still: number[];
  readonly moved: number[];
}

/** Standard normal values in the deciles of their own reference sample. */
function numeric({ sd }: Shift, random: Random): Distributions {
  const values = Array.from({ length: REFERENCE_ROWS }, normals(random));
  const edges = quantiles(
    values,
    Array.from({ length: NUMERIC_BINS - 1 }, (_, i) => (i + 1) / NUMERIC_BINS),
  );
  const reference = new Array<number>(NUMERIC_BINS).fill(0);
  for (const value of values) {
    const bin = edges.filter((edge) => edge <= value).length;
    reference[bin] = (reference[bin] ?? 0) + 1;
  }
  return { reference, still: binShares(edges, 0), moved: binShares(edges, sd) };
}

function binShares(edges: readonly number[], mean: number): number[] {
  const below = [0, ...edges.map((edge) => normalBelow(edge - mean)), 1];
  return below.slice(1).map((p, i) => p - (below[i] ?? 0));
}

function normalBelow(z: number): number {
  const outside = twoSidedNormalTail(z) / 2;
  return z < 0 ? outside : 1 - outside;
}

function categorical({ mixture }: Shift, random: Random): Distributions {
  const weights = Array.from({ length: CATEGORIES }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const still = weights.map((weight) => weight / total);
  const moved = still.map((p) => (1 - mixture) * p + mixture / CATEGORIES);
  return { reference: new Multinomial(still).draw(REFERENCE_ROWS, random), still, moved };
}
