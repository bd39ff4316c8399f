import type { BinnedRows, CutFeature, SeasonPools } from './reference-windows.js';

/** Windows that lie in one block, and those that are left out with it: its own and those of the blocks beside it. */
export interface BlockOfWindows {
  readonly from: number;
  readonly to: number;
  readonly leftFrom: number;
  readonly leftTo: number;
}

/** The block of window `w`; the last one may be shorter. */
export function blockAround(w: number, blockLength: number, windows: number): BlockOfWindows {
  const from = w - (w % blockLength);
  const to = Math.min(windows, from + blockLength);
  return { from, to, leftFrom: Math.max(0, from - blockLength), leftTo: Math.min(windows, to + blockLength) };
}

/**
 * What a window of a reference is held against: the reference without the block that the window lies in and the blocks beside it; with a season, the
 * buckets that are like the window.
 *
 * Why blocks: neighbouring windows are alike, and a window that is compared with its neighbours looks closer than any window of
 *             tomorrow will be. The blocks beside it are left out too, because a window at the edge has its neighbours there.
 * Formula:    with a season round(sum over buckets of weight x count), as a running window is compared (baseline/seasons/reference-at.ts).
 * Source:     Racine 2000, J. Econometrics 99 (hv-block cross-validation).
 */
export class RestOfReference {
  readonly #feature: CutFeature;
  readonly #blockLength: number;
  readonly #pools: SeasonPools | null;
  /** By bucket; one bucket where there is no season. */
  readonly #all: ReadonlyMap<number, Counts>;
  #block: BlockOfWindows = { from: 0, to: 0, leftFrom: 0, leftTo: 0 };
  #rest: ReadonlyMap<number, Counts> = new Map();

  constructor(feature: CutFeature, blockLength: number, pools: SeasonPools | null) {
    this.#feature = feature;
    this.#blockLength = blockLength;
    this.#pools = pools;
    this.#all = this.#countsOf(0, feature.counts.length);
  }

  /** For window `w`. Going through the windows in their order is fast: the counts of a block are kept for its windows. */
  at(w: number): BinnedRows {
    if (w < this.#block.from || w >= this.#block.to) this.#enter(w);
    if (!this.#pools) return this.#rest.get(WHOLE) ?? emptyCounts(this.#feature);
    const sum = emptyCounts(this.#feature);
    for (const { bucket, weight } of this.#pools.pool(w, this.#block.leftFrom, this.#block.leftTo)) {
      const counts = this.#rest.get(bucket);
      if (counts) addTo(sum, counts, weight);
    }
    return { counts: sum.counts.map(Math.round), missing: Math.round(sum.missing), invalid: Math.round(sum.invalid) };
  }

  #enter(w: number): void {
    this.#block = blockAround(w, this.#blockLength, this.#feature.counts.length);
    const left = this.#countsOf(this.#block.leftFrom, this.#block.leftTo);
    this.#rest = new Map(
      [...this.#all].map(([bucket, all]) => {
        const out = left.get(bucket);
        if (!out) return [bucket, all];
        const rest = { counts: all.counts.slice(), missing: all.missing, invalid: all.invalid };
        addTo(rest, out, -1);
        return [bucket, rest];
      }),
    );
  }

  #countsOf(from: number, to: number): Map<number, Counts> {
    const found = new Map<number, Counts>();
    for (let w = from; w < to; w++) {
      for (const part of this.#partsOf(w)) {
        const counts = found.get(part.bucket) ?? emptyCounts(this.#feature);
        addTo(counts, part, 1);
        found.set(part.bucket, counts);
      }
    }
    return found;
  }

  #partsOf(w: number): readonly (BinnedRows & { readonly bucket: number })[] {
    const { byBucket, counts, missing, invalid } = this.#feature;
    if (this.#pools && byBucket) return byBucket[w] ?? [];
    return [{ bucket: WHOLE, counts: counts[w] as ArrayLike<number>, missing: missing[w] as number, invalid: invalid[w] as number }];
  }
}

const WHOLE = 0;

interface Counts {
  readonly counts: Float64Array;
  missing: number;
  invalid: number;
}

function emptyCounts({ bins }: CutFeature): Counts {
  return { counts: new Float64Array(bins.length), missing: 0, invalid: 0 };
}

function addTo(sum: Counts, { counts, missing, invalid }: BinnedRows, weight: number): void {
  for (let bin = 0; bin < sum.counts.length; bin++) sum.counts[bin] = (sum.counts[bin] as number) + weight * (counts[bin] as number);
  sum.missing += weight * missing;
  sum.invalid += weight * invalid;
}
