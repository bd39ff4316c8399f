import { nextUp } from '../../src/baseline/index.js';
import { DEFAULT_DRIFT_SETTINGS } from '../../src/drift/index.js';
import { judgeOf, seasonalBaseline, withoutSeason, type RowsOfWindow, type Values } from './seasonal-rows.js';

/** One week of a series; windows are made when they are asked for. */
export interface SeriesWeek {
  /** The calendar says that it is not like the others. */
  readonly isHoliday: boolean;
  readonly windows: () => readonly RowsOfWindow[];
}

/** A series with a weekly season, and what is done to it. */
export interface SeasonSeries {
  readonly name: string;
  /** Length of the judged windows. */
  readonly hours: number;
  readonly minSamples: number;
  /** Weeks that the baselines are built from, hour by hour. */
  readonly training: readonly (readonly RowsOfWindow[])[];
  /** Later weeks in which nothing is known to have happened. */
  readonly weeks: readonly SeriesWeek[];
  /** The injected shift, in words. */
  readonly shift: string;
  readonly shifted: (values: Values) => Values;
}

export interface SeasonFigures {
  readonly series: string;
  readonly hours: number;
  readonly baseline: 'whole' | 'hour_of_week';
  /** `default`, or the smallest PSI at which a replay of the training weeks alarms nowhere. */
  readonly threshold: number;
  readonly isFitted: boolean;
  readonly windowsJudged: number;
  readonly weeks: number;
  readonly weeksAlarmed: number;
  readonly windowsAlarmed: number;
  readonly holidayWeeks: number;
  readonly holidayWeeksAlarmed: number;
  readonly shift: string;
  /** Judged windows until the shift is found that begins with a week: by week, ascending; null where the week ended first. */
  readonly foundAfter: readonly (number | null)[];
}

type Judge = ReturnType<typeof judgeOf>;

/**
 * Judges every later week of a series by the whole baseline and by the one divided by hour of the week, as it is and with a shift; with the
 * default threshold, and with thresholds that were fitted on the training weeks alone.
 */
export function seasonSimulation(series: SeasonSeries, onProgress: (text: string) => void): SeasonFigures[] {
  const divided = seasonalBaseline(series.training.flat(), 'hour_of_week');
  const judges = { whole: judgeOf(withoutSeason(divided)), hour_of_week: judgeOf(divided) };
  const fitted = fittedThresholds(series, onProgress);
  const found = (['whole', 'hour_of_week'] as const).flatMap((baseline) =>
    [false, true].map(
      (isFitted) => new WeekTally(series, baseline, isFitted, isFitted ? fitted[baseline] : DEFAULT_DRIFT_SETTINGS.threshold),
    ),
  );
  for (const [i, week] of series.weeks.entries()) {
    onProgress(`${series.name}, ${series.hours} h windows: week ${i + 1} of ${series.weeks.length}`);
    const windows = week.windows();
    const shifted = windows.map((window) => ({ ...window, values: series.shifted(window.values) }));
    for (const tally of found) tally.add(week, windows, shifted, judges[tally.baseline]);
  }
  return found.map((tally) => tally.figures());
}

/** For each baseline the smallest threshold, from the default on, at which no training week alarms when the others are its baseline. */
function fittedThresholds(
  { training, minSamples, hours }: SeasonSeries,
  onProgress: (text: string) => void,
): Record<SeasonFigures['baseline'], number> {
  const thresholds = { whole: DEFAULT_DRIFT_SETTINGS.threshold, hour_of_week: DEFAULT_DRIFT_SETTINGS.threshold };
  training.forEach((week, left) => {
    onProgress(`replay without training week ${left + 1} of ${training.length}`);
    const divided = seasonalBaseline(training.filter((_, i) => i !== left).flat(), 'hour_of_week');
    for (const [baseline, judge] of [
      ['whole', judgeOf(withoutSeason(divided))],
      ['hour_of_week', judgeOf(divided)],
    ] as const) {
      for (const window of inWindows(week, hours)) {
        const { features } = judge(window, { ...DEFAULT_DRIFT_SETTINGS, min_samples: minSamples });
        for (const { verdict, effect } of features) {
          if (verdict === 'drifted') thresholds[baseline] = Math.max(thresholds[baseline], nextUp(effect.value ?? 0));
        }
      }
    }
  });
  return thresholds;
}

/** Hours joined to longer windows. */
function inWindows(week: readonly RowsOfWindow[], hours: number): RowsOfWindow[] {
  return Array.from({ length: week.length / hours }, (_, i) => {
    const parts = week.slice(i * hours, (i + 1) * hours);
    const names = Object.keys(parts[0]?.values ?? {});
    const values = Object.fromEntries(
      names.map((name) => [name, Float64Array.from(parts.flatMap((part) => [...(part.values[name] ?? [])]))]),
    );
    return { startMs: parts[0]?.startMs ?? 0, endMs: parts.at(-1)?.endMs ?? 0, values };
  });
}

/** What one baseline with one threshold said of the weeks so far. */
class WeekTally {
  readonly baseline: SeasonFigures['baseline'];
  readonly #series: SeasonSeries;
  readonly #isFitted: boolean;
  readonly #threshold: number;
  #judged = 0;
  #windowsAlarmed = 0;
  readonly #alarmed: boolean[] = [];
  readonly #holidaysAlarmed: boolean[] = [];
  readonly #foundAfter: (number | null)[] = [];

  constructor(series: SeasonSeries, baseline: SeasonFigures['baseline'], isFitted: boolean, threshold: number) {
    this.baseline = baseline;
    this.#series = series;
    this.#isFitted = isFitted;
    this.#threshold = threshold;
  }

  add({ isHoliday }: SeriesWeek, windows: readonly RowsOfWindow[], shifted: readonly RowsOfWindow[], judge: Judge): void {
    const settings = { ...DEFAULT_DRIFT_SETTINGS, min_samples: this.#series.minSamples, threshold: this.#threshold };
    const verdicts = windows.map((window) => judge(window, settings)).filter(({ judged }) => judged > 0);
    const drifted = verdicts.filter((verdict) => verdict.drifted > 0).length;
    if (isHoliday) return void this.#holidaysAlarmed.push(drifted > 0);
    this.#judged += verdicts.length;
    this.#windowsAlarmed += drifted;
    this.#alarmed.push(drifted > 0);
    let after = 0;
    for (const window of shifted) {
      const verdict = judge(window, settings);
      if (verdict.judged > 0) after++;
      if (verdict.drifted > 0) return void this.#foundAfter.push(after);
    }
    this.#foundAfter.push(null);
  }

  figures(): SeasonFigures {
    const { name, hours, shift } = this.#series;
    return {
      series: name,
      hours,
      baseline: this.baseline,
      threshold: this.#threshold,
      isFitted: this.#isFitted,
      windowsJudged: this.#judged,
      weeks: this.#alarmed.length,
      weeksAlarmed: this.#alarmed.filter(Boolean).length,
      windowsAlarmed: this.#windowsAlarmed,
      holidayWeeks: this.#holidaysAlarmed.length,
      holidayWeeksAlarmed: this.#holidaysAlarmed.filter(Boolean).length,
      shift,
      foundAfter: this.#foundAfter.toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity)),
    };
  }
}
