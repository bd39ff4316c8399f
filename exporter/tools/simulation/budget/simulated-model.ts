import type { CutFeature } from '../../../src/drift/index.js';
import { binomial, multinomialCounts } from '../binomial.js';
import { normals, type Random } from '../seeded-random.js';
import { RHO, type BudgetSetting } from './budget-setting.js';
import { FeatureShares, zipfShares } from './feature-shares.js';
import { RowBank } from './row-bank.js';

/** Share of the values of every feature that is missing. */
export const MISSING = 0.05;
const HOURS = { daily: 24, weekly: 168 } as const;
/** Windows of dependent rows that are drawn row by row. */
const BANK_WINDOWS = 100_000;

/** What the features of a setting share: made once, used by all its months. */
export interface Workshop {
  readonly numeric: FeatureShares;
  readonly categorical: FeatureShares;
  /** Numeric counts, then categorical ones. */
  readonly bank: RowBank | null;
}

export function workshopOf({ variation, swing, rows }: BudgetSetting, random: Random): Workshop {
  const spread = variation === 'ar_windows' ? swing : swing / Math.SQRT2;
  return {
    numeric: FeatureShares.numeric(spread),
    categorical: FeatureShares.categorical(),
    bank: variation === 'ar_rows' ? bankOf(rows, random) : null,
  };
}

function bankOf(rows: number, random: Random): RowBank {
  const tenths = Array.from({ length: 10 }, () => 0.1);
  return new RowBank([tenths, zipfShares()], rows, BANK_WINDOWS, random);
}

/** One feature of one model: gives window after window. */
export class SimulatedSeries {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  readonly bins: readonly string[];
  readonly #setting: BudgetSetting;
  readonly #shares: FeatureShares;
  readonly #bank: RowBank | null;
  readonly #random: Random;
  readonly #normal: Random;
  readonly #phase: number;
  #state: number;
  #hour = 0;

  constructor(index: number, setting: BudgetSetting, workshop: Workshop, random: Random) {
    this.type = index % 2 === 0 ? 'numeric' : 'categorical';
    this.name = `feature_${index}`;
    this.#setting = setting;
    this.#shares = workshop[this.type];
    this.#bank = workshop.bank;
    this.bins = this.#shares.bins;
    this.#random = random;
    this.#normal = normals(random);
    this.#phase = random();
    this.#state = this.#normal();
  }

  /** Counts of the next window, and how many values are missing. Any drift comes on top. */
  next(drift = 0, missingRate = MISSING): { counts: number[]; missing: number } {
    const { rows } = this.#setting;
    const own = this.#ownShift();
    this.#hour++;
    if (this.#bank) {
      const set = this.type === 'numeric' ? 0 : 1;
      return { counts: this.#bank.draw(set, this.#random), missing: binomial(rows, missingRate, this.#random) };
    }
    const missing = binomial(rows, missingRate, this.#random);
    return { counts: multinomialCounts(rows - missing, this.#shares.at(own + drift), this.#random), missing };
  }

  #ownShift(): number {
    const { variation, swing } = this.#setting;
    if (variation === 'ar_windows') {
      this.#state = RHO * this.#state + Math.sqrt(1 - RHO * RHO) * this.#normal();
      return swing * this.#state;
    }
    if (variation === 'daily' || variation === 'weekly') {
      return swing * Math.sin(2 * Math.PI * (this.#hour / HOURS[variation] + this.#phase));
    }
    return 0;
  }
}

/** The next windows of a feature as a part of a reference. */
export function cutFeature(series: SimulatedSeries, windows: number): CutFeature {
  const counts: number[][] = [];
  const missing = new Float64Array(windows);
  for (let w = 0; w < windows; w++) {
    const window = series.next();
    counts.push(window.counts);
    missing[w] = window.missing;
  }
  return { feature: series.name, type: series.type, bins: series.bins, counts, missing, invalid: new Float64Array(windows) };
}
