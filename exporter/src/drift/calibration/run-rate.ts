import { twoSidedNormalQuantile } from '../normal-quantile.js';
import { BUDGET_CONFIDENCE } from './calibration-defaults.js';

/** How often a series begins to lie above a level, per window, with a one-sided bound to each side. */
export interface RunRate {
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  /** counted: from the runs above the level itself; extrapolated: from the tail of the series, because too few reached it. */
  readonly how: 'counted' | 'extrapolated';
}

/** Climbs that the tail is read from: enough to tell its mean to a fifth, few enough that it is the tail. */
const TAIL_CLIMBS = 25;
/** With few windows the tail is this part of them. */
const TAIL_PART = 6;
/** Largest share of the windows that may lie in the tail. */
const LARGEST_TAIL = 1 / 3;

/**
 * Expected runs above a level: an alarm is a run of windows at or above it, counted once.
 *
 * Formula: N(x) = windows at or above x whose predecessor is below x. Where N(level) >= 25 it is the estimate. Else N(x) is taken to fall
 *          exponentially above u, the highest level with about 25 runs: N(u) exp(-(x - u) / m), m = (sum of all climbs above u) / N(u), since
 *          the integral of N(x) over x > u is that sum. A series that flickers around a level is counted as often as it crosses it.
 *          The expectation includes the uncertainty of m: N(u) (1 + (x - u) / (k m))^-k, k = N(u) / D, the predictive law of an exponential
 *          law known from k values. D >= 1 is the dispersion of the climbs between blocks (variance / mean): climbs that come
 *          together say less. Bounds: log-normal with variance (1 + ((x - u) / m)^2) / k.
 * Shape:   one value a window, in order of time; NaN is an insufficient window and is passed over, so a run lasts over it.
 * Unit:    runs per window.
 */
export function runRate(series: Float64Array, level: number, blockLength: number): RunRate {
  const known = series.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { expected: 0, lower: 0, upper: 0, how: 'counted' };
  const wanted = Math.max(3, Math.min(TAIL_CLIMBS, Math.floor(known.length / TAIL_PART)));
  const tail = tailOf(known, wanted, blockLength);
  if (level <= tail.start) {
    const found = climbsOver(known, level, blockLength);
    return rateOf(found.runs / known.length, 0, found.runs / found.dispersion, 'counted');
  }
  const distance = tail.height > 0 ? (level - tail.start) / (tail.height / tail.runs) : Infinity;
  return rateOf(tail.runs / known.length, distance, tail.runs / tail.dispersion, 'extrapolated');
}

/** @param distance from the start of the tail to the level, in mean climbs */
function rateOf(atStart: number, distance: number, effectiveRuns: number, how: RunRate['how']): RunRate {
  if (atStart === 0 || distance === Infinity) return { expected: 0, lower: 0, upper: 0, how };
  const log = Math.log(atStart) - effectiveRuns * Math.log1p(distance / effectiveRuns);
  const spread = ONE_SIDED * Math.sqrt((1 + distance * distance) / effectiveRuns);
  const plain = Math.log(atStart) - distance;
  // The bound of the plain estimate, but never below the expectation, which holds the same uncertainty.
  const upper = Math.min(1, Math.exp(Math.max(log, plain + spread)));
  return { expected: Math.exp(log), lower: Math.exp(Math.min(log, plain - spread)), upper, how };
}

/** One-sided quantile of the normal law. */
const ONE_SIDED = twoSidedNormalQuantile(2 * BUDGET_CONFIDENCE - 1);

interface Tail {
  readonly start: number;
  readonly runs: number;
  /** Sum of all climbs above the start. */
  readonly height: number;
  readonly dispersion: number;
}

/** The highest tail with the wanted number of runs; a wider one is tried where runs are long. */
function tailOf(known: Float64Array, wanted: number, blockLength: number): Tail {
  const sorted = known.slice().sort();
  const at = (fromTop: number): number => sorted[Math.max(0, sorted.length - fromTop)] as number;
  const largest = Math.max(wanted + 1, Math.floor(known.length * LARGEST_TAIL));
  let best: Tail | null = null;
  for (let size = wanted; ; size = Math.ceil(size * 1.25)) {
    const used = Math.min(size, largest);
    // Between two values, so that exactly `used` of them lie above.
    const start = (at(used) + at(used + 1)) / 2;
    const found = { start, ...climbsOver(known, start, blockLength) };
    if (best === null || found.runs > best.runs) best = found;
    if (best.runs >= wanted || used === largest) return best;
  }
}

function climbsOver(known: Float64Array, level: number, blockLength: number): Omit<Tail, 'start'> {
  const perBlock = new Float64Array(Math.max(1, Math.ceil(known.length / blockLength)));
  let [runs, height, before] = [0, 0, -Infinity];
  for (let w = 0; w < known.length; w++) {
    const value = known[w] as number;
    if (value >= level && value > before) {
      height += value - Math.max(level, before);
      if (before < level) {
        runs++;
        const block = Math.floor(w / blockLength);
        perBlock[block] = (perBlock[block] as number) + 1;
      }
    }
    before = value;
  }
  return { runs, height, dispersion: dispersionOf(perBlock) };
}

/** Variance over mean, at least 1: climbs that come apart by chance are Poisson. */
function dispersionOf(counts: Float64Array): number {
  if (counts.length < 2) return 1;
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (mean === 0) return 1;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  return Math.max(1, variance / mean);
}
