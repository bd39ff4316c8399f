import {
  DEFAULT_DRIFT_SETTINGS,
  DEFAULT_FALSE_ALARMS,
  calibrate,
  judgeWindow,
  type Calibration,
  type CutFeature,
  type FeatureTable,
} from '../../../src/drift/index.js';
import type { Random } from '../seeded-random.js';
import { LiveFeature } from './live-feature.js';
import type { BudgetSetting } from './budget-setting.js';
import { SimulatedSeries, cutFeature, workshopOf } from './simulated-model.js';

const HOUR_MS = 3_600_000;
const HOURS_A_WEEK = 168;
/** A model-month: 30 days of hourly windows. */
export const MONTH_WINDOWS = 720;

/** Months in which the alarms with threshold 0.1 are counted too; the verdict is asked in most windows then, which takes long. */
export const FLOOR_MONTHS = 5;

/** What became of the models of one setting, each with a reference of its own and a month without drift. */
export interface BudgetFigures {
  readonly setting: BudgetSetting;
  readonly months: number;
  /** Mean false alarms a month, and the standard error of it. */
  readonly alarms: number;
  readonly error: number;
  /** The same with threshold 0.1 for all. */
  readonly alarmsAtFloor: number;
  /** The same over the months whose build said that the budget is met; null without any. */
  readonly alarmsWhereMet: number | null;
  /** Share of the builds that said that the budget cannot be met. */
  readonly unmet: number;
  /** Alarms a month that the builds expected, mean. */
  readonly expected: number;
  /** Fitted thresholds: median over features and months. */
  readonly threshold: number;
  readonly blockLength: number;
}

/** Builds a baseline for every month from a reference of its own, and counts the alarms of the month that follows. */
export function simulateBudget(setting: BudgetSetting, months: number, random: Random, onMonth: (done: number) => void): BudgetFigures {
  const workshop = workshopOf(setting, random);
  const found = Array.from({ length: months }, (_, month) => {
    const series = Array.from({ length: setting.features }, (_, i) => new SimulatedSeries(i, setting, workshop, random));
    const features = series.map((one) => cutFeature(one, setting.weeks * HOURS_A_WEEK));
    const rows = new Float64Array(setting.weeks * HOURS_A_WEEK).fill(setting.rows);
    const calibration = calibrate({ windowMs: HOUR_MS, rows, features, prediction: null }, DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS);
    const counted = liveMonth(series, features, calibration, month < FLOOR_MONTHS);
    onMonth(month + 1);
    return { calibration, ...counted };
  });
  return figuresOf(setting, found);
}

interface Month {
  readonly calibration: Calibration;
  readonly alarms: number;
  readonly alarmsAtFloor: number;
}

function figuresOf(setting: BudgetSetting, found: readonly Month[]): BudgetFigures {
  const months = found.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const alarms = found.map((month) => month.alarms);
  const average = mean(alarms);
  const met = found.filter(({ calibration }) => calibration.fitted.isBudgetMet);
  const thresholds = found.flatMap(({ calibration }) => [...calibration.fitted.thresholds]).sort((a, b) => a - b);
  const lengths = found.map(({ calibration }) => calibration.blockLength).sort((a, b) => a - b);
  return {
    setting,
    months,
    alarms: average,
    error: Math.sqrt(alarms.reduce((sum, value) => sum + (value - average) ** 2, 0) / Math.max(1, months - 1) / months),
    alarmsAtFloor: mean(found.slice(0, FLOOR_MONTHS).map((month) => month.alarmsAtFloor)),
    alarmsWhereMet: met.length > 0 ? mean(met.map((month) => month.alarms)) : null,
    unmet: 1 - met.length / months,
    expected: mean(found.map(({ calibration }) => calibration.fitted.rate.expected)) * MONTH_WINDOWS,
    threshold: thresholds[Math.floor(thresholds.length / 2)] ?? NaN,
    blockLength: lengths[Math.floor(lengths.length / 2)] ?? NaN,
  };
}

/** The month after the reference: alarms with the fitted thresholds, and with the floor for all. */
function liveMonth(series: readonly SimulatedSeries[], features: readonly CutFeature[], calibration: Calibration, isFloorCounted: boolean) {
  const fitted = Object.fromEntries(features.map(({ feature }, i) => [feature, calibration.fitted.thresholds[i] as number]));
  const judges = features.map((feature, i) => new LiveFeature(feature, calibration.fitted.thresholds[i] as number));
  const count = { alarms: 0, alarmsAtFloor: 0 };
  let [wasAlarming, wasAtFloor] = [false, false];
  for (let w = 0; w < MONTH_WINDOWS; w++) {
    let [isFittedPossible, isFloorPossible] = [false, false];
    series.forEach((one, i) => {
      const judge = judges[i] as LiveFeature;
      judge.take(one.next());
      isFittedPossible ||= judge.isFittedPossible;
      isFloorPossible ||= judge.isFloorPossible;
    });
    const tables = (): FeatureTable[] => judges.map((judge) => judge.table());
    const isNow = isFittedPossible && isAlarming(tables(), fitted);
    const isAtFloor = isNow || (isFloorCounted && isFloorPossible && isAlarming(tables(), {}));
    count.alarms += Number(isNow && !wasAlarming);
    count.alarmsAtFloor += Number(isAtFloor && !wasAtFloor);
    [wasAlarming, wasAtFloor] = [isNow, isAtFloor];
  }
  return count;
}

/** Whether at least one feature counts as drifted. */
function isAlarming(features: readonly FeatureTable[], thresholds: Readonly<Record<string, number>>): boolean {
  const settings = { ...DEFAULT_DRIFT_SETTINGS, thresholds: { ...thresholds } };
  return judgeWindow({ rows: 0, features, prediction: null, settings, streaks: {} }).drifted > 0;
}
