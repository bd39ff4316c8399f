import {
  BUCKET_COUNTS,
  bucketAt,
  dateKind,
  dateOf,
  layoutOf,
  numericFeature,
  referenceAt,
  sealBaseline,
  type Baseline,
  type SeasonalCounts,
} from '../../src/baseline/index.js';
import type { DriftSettings, ModelVerdict, Season } from '../../src/contract/index.js';
import { judgeWindow, type Streaks } from '../../src/drift/index.js';
import { countValues, fineBinCount, judgedCounts, numericBinner, type NumericLayout } from '../../src/profile/index.js';

/** Values of the numeric features of some rows, by name. */
export type Values = Readonly<Record<string, Float64Array>>;

/** The rows of one window, [startMs, endMs). */
export interface RowsOfWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly values: Values;
}

/** The baseline of windows that each lie in one bucket, divided by a season of UTC: what `aiops baseline build --season` makes of a file. */
export function seasonalBaseline(windows: readonly RowsOfWindow[], season: Season): Baseline {
  const rows = new Array<number>(BUCKET_COUNTS[season]).fill(0);
  const dates = new Map<number, Set<number>>();
  for (const { startMs, values } of windows) {
    const bucket = bucketAt(season, startMs);
    const kind = dateKind(season, bucket);
    rows[bucket] = (rows[bucket] as number) + rowsOf(values);
    dates.set(kind, (dates.get(kind) ?? new Set()).add(dateOf(startMs)));
  }
  const zeros = rows.map(() => 0);
  const names = Object.keys(windows[0]?.values ?? {});
  const features = names.map((name) => {
    const all = joined(windows.map(({ values }) => values[name] as Float64Array));
    return numericFeature(name, all.sort(), { missing: 0, invalid: 0 });
  });
  const divided = features.map((feature): SeasonalCounts => {
    const count = counterOf(feature);
    const bins = rows.map(() => new Float64Array(feature.counts.length));
    for (const { startMs, values } of windows) count.into(values, bins[bucketAt(season, startMs)] as Float64Array);
    return { counts: bins.map((each) => judgedCounts(count.layout, each)), missing: zeros, invalid: zeros };
  });
  const days = rows.map((_, bucket) => dates.get(dateKind(season, bucket))?.size ?? 0);
  return sealBaseline({
    model: 'simulated',
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: rows.reduce((sum, n) => sum + n, 0),
    period: null,
    features,
    prediction: null,
    seasons: { season, timezone: 'UTC', rows, days, features: divided, prediction: null },
  });
}

/** The same baseline as if it had been built without a season. */
export function withoutSeason({ seasons: _, format: _f, format_version: _v, sha256: _s, ...content }: Baseline): Baseline {
  return sealBaseline(content);
}

/** Judges windows by a baseline, as a running model does. */
export function judgeOf(baseline: Baseline): (window: RowsOfWindow, settings: DriftSettings, streaks?: Streaks) => ModelVerdict {
  const counters = baseline.features.map(counterOf);
  return ({ startMs, endMs, values }, settings, streaks = {}) => {
    const { features } = referenceAt(baseline, startMs, endMs, { minSamples: settings.min_samples });
    const tables = features.map((table, i) => {
      return { ...table, current: (counters[i] as Counter).judged(values), currentMissing: 0, currentInvalid: 0 };
    });
    return judgeWindow({ rows: rowsOf(values), features: tables, prediction: null, settings, streaks });
  };
}

/** Counts values over the bins of a feature. */
export interface Counter {
  readonly layout: NumericLayout;
  readonly into: (values: Values, bins: Float64Array) => void;
  /** Over the judged bins. */
  readonly judged: (values: Values) => number[];
}

export function counterOf(feature: Baseline['features'][number]): Counter {
  const layout = layoutOf(feature, { isPrivate: false }).layout as NumericLayout;
  const binner = numericBinner(layout.edges);
  const into = (values: Values, bins: Float64Array): void => {
    const own = values[feature.name] as Float64Array;
    countValues(own, 0, own.length, binner, bins);
  };
  const judged = (values: Values): number[] => {
    const bins = new Float64Array(fineBinCount(layout) + 2);
    into(values, bins);
    return judgedCounts(layout, bins);
  };
  return { layout, into, judged };
}

function rowsOf(values: Values): number {
  return Object.values(values)[0]?.length ?? 0;
}

/** Puts arrays behind each other. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
