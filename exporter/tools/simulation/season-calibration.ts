import { bucketAt, dateOf, HeldOutPools, layoutOf, type Baseline } from '../../src/baseline/index.js';
import { calibrate, DEFAULT_DRIFT_SETTINGS, type CutFeature, type FalseAlarmBudget } from '../../src/drift/index.js';
import { judgedBinLabels } from '../../src/profile/index.js';
import type { SeasonSeries } from './season-simulation.js';
import { counterOf, type RowsOfWindow } from './seasonal-rows.js';

/** What `threshold: auto` makes of a reference. */
export interface CalibratedThresholds {
  /** Of each feature. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly isBudgetMet: boolean;
}

const HOUR_MS = 3_600_000;

/** The thresholds that `aiops baseline build --window` fits to training weeks of hours, by season where the baseline is divided by one. */
export function calibratedThresholds(
  { training, hours, minSamples }: SeasonSeries,
  baseline: Baseline,
  { budget, consecutive }: { budget: FalseAlarmBudget; consecutive: number },
): CalibratedThresholds {
  const windowMs = hours * HOUR_MS;
  const windows = inWindows(training.flat(), windowMs);
  const { seasons } = baseline;
  const features = baseline.features.map((feature): CutFeature => {
    const count = counterOf(feature);
    const cells = windows.map((cut) => cut.map(({ startMs, values }) => ({ startMs, counts: count.judged(values) })));
    return {
      feature: feature.name,
      type: feature.type,
      bins: judgedBinLabels(layoutOf(feature, { isPrivate: false }).layout),
      counts: cells.map((cut) => cut.map(({ counts }) => counts).reduce(sum)),
      missing: cells.map(() => 0),
      invalid: cells.map(() => 0),
      ...(seasons && {
        byBucket: cells.map((cut) =>
          cut.map(({ startMs, counts }) => ({ bucket: bucketAt(seasons.season, startMs), counts, missing: 0, invalid: 0 })),
        ),
      }),
    };
  });
  const rows = windows.map((cut) => cut.reduce((all, { values }) => all + (Object.values(values)[0]?.length ?? 0), 0));
  const divided = windows.map((cut) => {
    const startMs = Math.floor((cut[0]?.startMs ?? 0) / windowMs) * windowMs;
    const cells = cut.map((hour) => ({ bucket: seasons ? bucketAt(seasons.season, hour.startMs) : 0, date: dateOf(hour.startMs) }));
    return { startMs, endMs: startMs + windowMs, cells };
  });
  const pools = seasons ? new HeldOutPools(seasons, divided, minSamples) : null;
  const settings = { ...DEFAULT_DRIFT_SETTINGS, min_samples: minSamples, consecutive };
  const { fitted } = calibrate({ windowMs, rows, features, prediction: null, pools }, settings, budget);
  return {
    thresholds: Object.fromEntries(features.map(({ feature }, i) => [feature, fitted.thresholds[i] as number])),
    isBudgetMet: fitted.isBudgetMet,
  };
}

/** Hours by the window that they lie in. */
function inWindows(hours: readonly RowsOfWindow[], windowMs: number): RowsOfWindow[][] {
  const windows = new Map<number, RowsOfWindow[]>();
  for (const hour of hours) {
    const key = Math.floor(hour.startMs / windowMs);
    windows.set(key, [...(windows.get(key) ?? []), hour]);
  }
  return [...windows.values()];
}

function sum(a: readonly number[], b: readonly number[]): number[] {
  return a.map((n, i) => n + (b[i] as number));
}
