import { bucketAt, bucketGrid, dateOf, HeldOutPools, layoutOf, localClock, type Baseline, type SeasonsSection } from '../baseline/index.js';
import { profileColumns, type DataTable, type ProfiledChunk, type ProfileOptions } from '../baseline/io.js';
import type { CutFeature, ReferenceWindows } from '../drift/index.js';
import { fineBinCount, judgedBinLabels, judgedCounts, type FeatureLayout } from '../profile/index.js';

export interface CutOptions {
  readonly time: string;
  readonly featuresAt?: string | undefined;
  readonly windowMs: number;
  /** drift.min_samples: says which buckets of a season a window is compared with. */
  readonly minSamples: number;
  readonly onProgress: NonNullable<ProfileOptions['onProgress']>;
}

/** The data of a baseline in windows. */
export interface CutReference {
  readonly windows: ReferenceWindows;
  readonly rowsWithoutTime: number;
}

/**
 * Cuts the data of a baseline into windows, at the times at which a running exporter cuts them. Where the baseline is divided by season, every
 * window is known by bucket as well.
 *
 * @param table what the baseline was built from
 * Errors: those of profileColumns.
 */
export async function cutReference(table: DataTable, baseline: Baseline, options: CutOptions): Promise<CutReference> {
  const { time, featuresAt, windowMs, minSamples, onProgress } = options;
  const { features, prediction, seasons } = baseline;
  const judged = prediction ? [...features, prediction] : features;
  const layouts = judged.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
  const { chunks, rowsWithoutTime } = await profileColumns(table, layouts, {
    time,
    featuresAt,
    chunk: { kind: 'length', ms: windowMs, ...(seasons && { grid: bucketGrid(seasons.timezone, ...periodOf(baseline)) }) },
    onProgress,
  });
  const windows = inWindows(chunks, windowMs);
  const bucketOf = seasons ? bucketsOf(seasons) : null;
  const cut = layouts.map((layout, i) => cutFeature(layout, i, windows, bucketOf));
  return {
    rowsWithoutTime,
    windows: {
      windowMs,
      rows: windows.map(({ cells }) => cells.reduce((sum, { rows }) => sum + rows, 0)),
      features: cut.slice(0, features.length),
      prediction: prediction ? (cut[features.length] as CutFeature) : null,
      pools: seasons ? poolsOf(seasons, windows, { windowMs, minSamples }) : null,
    },
  };
}

interface WindowOfCells {
  readonly startMs: number;
  /** The key of a cell is the time at which it begins. */
  readonly cells: ProfiledChunk[];
}

function inWindows(cells: readonly ProfiledChunk[], windowMs: number): WindowOfCells[] {
  const windows = new Map<number, WindowOfCells>();
  for (const cell of cells) {
    const startMs = Math.floor(cell.key / windowMs) * windowMs;
    const window = windows.get(startMs) ?? { startMs, cells: [] };
    window.cells.push(cell);
    windows.set(startMs, window);
  }
  return [...windows.values()];
}

type BucketOf = (cell: ProfiledChunk) => number;

function bucketsOf({ season, timezone }: SeasonsSection): BucketOf {
  const clock = localClock(timezone);
  const known = new Map<number, number>();
  return ({ key }) => {
    const bucket = known.get(key) ?? bucketAt(season, clock(key));
    known.set(key, bucket);
    return bucket;
  };
}

function cutFeature(layout: FeatureLayout, at: number, windows: readonly WindowOfCells[], bucketOf: BucketOf | null): CutFeature {
  const bins = fineBinCount(layout);
  const binned = (cells: readonly ProfiledChunk[]) => {
    const slots = cells.map(({ counts }) => counts[at] as Float64Array);
    const [only = new Float64Array(bins + 2)] = slots;
    const sum =
      slots.length <= 1 ? only : Float64Array.from(only, (_, slot) => slots.reduce((all, each) => all + (each[slot] as number), 0));
    return { counts: judgedCounts(layout, sum), missing: sum[bins] as number, invalid: sum[bins + 1] as number };
  };
  const whole = windows.map(({ cells }) => binned(cells));
  return {
    feature: layout.name,
    type: layout.type,
    bins: judgedBinLabels(layout),
    counts: whole.map(({ counts }) => counts),
    missing: whole.map(({ missing }) => missing),
    invalid: whole.map(({ invalid }) => invalid),
    ...(bucketOf && {
      byBucket: windows.map(({ cells }) => [...grouped(cells, bucketOf)].map(([bucket, inBucket]) => ({ bucket, ...binned(inBucket) }))),
    }),
  };
}

function grouped(cells: readonly ProfiledChunk[], bucketOf: BucketOf): Map<number, ProfiledChunk[]> {
  const groups = new Map<number, ProfiledChunk[]>();
  for (const cell of cells) groups.set(bucketOf(cell), [...(groups.get(bucketOf(cell)) ?? []), cell]);
  return groups;
}

function poolsOf(
  seasons: SeasonsSection,
  windows: readonly WindowOfCells[],
  { windowMs, minSamples }: { windowMs: number; minSamples: number },
): HeldOutPools {
  const clock = localClock(seasons.timezone);
  const bucketOf = bucketsOf(seasons);
  const divided = windows.map(({ startMs, cells }) => ({
    startMs,
    endMs: startMs + windowMs,
    cells: cells.map((cell) => ({ bucket: bucketOf(cell), date: dateOf(clock(cell.key)) })),
  }));
  return new HeldOutPools(seasons, divided, minSamples);
}

/** The time that the rows of a baseline lie in; none where no row has a time, and there are no windows then. */
function periodOf({ period }: Baseline): [number, number] {
  return period ? [Date.parse(period.start), Date.parse(period.end)] : [0, 0];
}
