import type { ModelVerdict } from '../../src/contract/index.js';
import { DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS, nextStreaks, type Streaks } from '../../src/drift/index.js';
import { calibratedThresholds, type CalibratedThresholds } from './season-calibration.js';
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
  /** What `threshold: auto` made of the training weeks, and under which budget; null for the default threshold. */
  readonly auto: { readonly budgetDays: number; readonly limits: readonly number[]; readonly isBudgetMet: boolean } | null;
  /** drift.consecutive */
  readonly consecutive: number;
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

const DAY_MS = 86_400_000;
/** The default budget, and one alarm in 50 weeks: 2 % of them. */
const BUDGET_DAYS = [DEFAULT_FALSE_ALARMS.perMs / DAY_MS, 350] as const;

/** What a user can set against false alarms: nothing, a budget of them, a second window in a row, or both. */
const MODES = [1, 2].flatMap((consecutive) => [null, ...BUDGET_DAYS].map((budgetDays) => ({ budgetDays, consecutive })));

type Mode = Pick<SeasonFigures, 'baseline' | 'consecutive'> & {
  readonly budgetDays: number | null;
  readonly calibrated: CalibratedThresholds | null;
};

/**
 * Judges every later week of a series by the whole baseline and by the one divided by hour of the week, as it is and with a shift; with the
 * default threshold, and with `threshold: auto`, which knows the training weeks alone.
 */
export function seasonSimulation(series: SeasonSeries, onProgress: (text: string) => void): SeasonFigures[] {
  const divided = seasonalBaseline(series.training.flat(), 'hour_of_week');
  const judges = { whole: judgeOf(withoutSeason(divided)), hour_of_week: judgeOf(divided) };
  const found = (['whole', 'hour_of_week'] as const).flatMap((baseline) =>
    MODES.map(({ budgetDays, consecutive }) => {
      if (budgetDays === null) return new WeekTally(series, { baseline, consecutive, budgetDays, calibrated: null });
      onProgress(`${series.name}, ${series.hours} h windows: replaying the training weeks (${baseline}, 1 in ${budgetDays} days)`);
      const reference = baseline === 'whole' ? withoutSeason(divided) : divided;
      const asked = { budget: { max: 1, perMs: budgetDays * DAY_MS }, consecutive };
      return new WeekTally(series, { baseline, consecutive, budgetDays, calibrated: calibratedThresholds(series, reference, asked) });
    }),
  );
  for (const [i, week] of series.weeks.entries()) {
    onProgress(`${series.name}, ${series.hours} h windows: week ${i + 1} of ${series.weeks.length}`);
    const windows = week.windows();
    const shifted = windows.map((window) => ({ ...window, values: series.shifted(window.values) }));
    for (const tally of found) tally.add(week, windows, shifted, judges[tally.baseline]);
  }
  return found.map((tally) => tally.figures());
}

/** The figures of several series of one name together: what each baseline and setting said in all of their weeks. */
export function seasonSimulationOfAll(series: readonly SeasonSeries[], onProgress: (text: string) => void): SeasonFigures[] {
  const [first = [], ...others] = series.map((one) => seasonSimulation(one, onProgress));
  return first.map((figures, i) => others.map((other) => other[i] as SeasonFigures).reduce(together, figures));
}

function together(a: SeasonFigures, b: SeasonFigures): SeasonFigures {
  return {
    ...a,
    auto: a.auto && {
      budgetDays: a.auto.budgetDays,
      isBudgetMet: a.auto.isBudgetMet && b.auto?.isBudgetMet === true,
      limits: [...a.auto.limits, ...(b.auto?.limits ?? [])],
    },
    windowsJudged: a.windowsJudged + b.windowsJudged,
    weeks: a.weeks + b.weeks,
    weeksAlarmed: a.weeksAlarmed + b.weeksAlarmed,
    windowsAlarmed: a.windowsAlarmed + b.windowsAlarmed,
    holidayWeeks: a.holidayWeeks + b.holidayWeeks,
    holidayWeeksAlarmed: a.holidayWeeksAlarmed + b.holidayWeeksAlarmed,
    foundAfter: [...a.foundAfter, ...b.foundAfter].toSorted((x, y) => (x ?? Infinity) - (y ?? Infinity)),
  };
}

/** What one baseline with one setting said of the weeks so far. */
class WeekTally {
  readonly baseline: SeasonFigures['baseline'];
  readonly #series: SeasonSeries;
  readonly #mode: Mode;
  #judged = 0;
  #windowsAlarmed = 0;
  readonly #alarmed: boolean[] = [];
  readonly #holidaysAlarmed: boolean[] = [];
  readonly #foundAfter: (number | null)[] = [];

  constructor(series: SeasonSeries, mode: Mode) {
    this.baseline = mode.baseline;
    this.#series = series;
    this.#mode = mode;
  }

  add({ isHoliday }: SeriesWeek, windows: readonly RowsOfWindow[], shifted: readonly RowsOfWindow[], judge: Judge): void {
    const verdicts = [...this.#verdicts(windows, judge)];
    const drifted = verdicts.filter((verdict) => verdict.drifted > 0).length;
    if (isHoliday) return void this.#holidaysAlarmed.push(drifted > 0);
    this.#judged += verdicts.length;
    this.#windowsAlarmed += drifted;
    this.#alarmed.push(drifted > 0);
    let after = 0;
    for (const verdict of this.#verdicts(shifted, judge)) {
      after++;
      if (verdict.drifted > 0) return void this.#foundAfter.push(after);
    }
    this.#foundAfter.push(null);
  }

  /** Of the windows that could be judged. */
  *#verdicts(windows: readonly RowsOfWindow[], judge: Judge): Generator<ModelVerdict> {
    const { calibrated, consecutive } = this.#mode;
    const thresholds = calibrated?.thresholds ?? {};
    const settings = { ...DEFAULT_DRIFT_SETTINGS, min_samples: this.#series.minSamples, thresholds, consecutive };
    let streaks: Streaks = {};
    for (const window of windows) {
      const verdict = judge(window, settings, streaks);
      streaks = nextStreaks(verdict, streaks);
      if (verdict.judged > 0) yield verdict;
    }
  }

  figures(): SeasonFigures {
    const { name, hours, shift } = this.#series;
    const { baseline, consecutive, budgetDays, calibrated } = this.#mode;
    const isAuto = calibrated !== null && budgetDays !== null;
    return {
      baseline,
      consecutive,
      auto: isAuto ? { budgetDays, limits: Object.values(calibrated.thresholds), isBudgetMet: calibrated.isBudgetMet } : null,
      series: name,
      hours,
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
