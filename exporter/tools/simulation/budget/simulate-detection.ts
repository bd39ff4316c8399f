import {
  DEFAULT_DRIFT_SETTINGS,
  DEFAULT_FALSE_ALARMS,
  calibrate,
  fitLikeNannyml,
  judgeLikeEvidently,
  judgeLikeNannyml,
  judgeWindow,
  quantiles,
  type SampleColumn,
} from '../../../src/drift/index.js';
import { normals, type Random } from '../seeded-random.js';
import { RHO } from './budget-setting.js';
import { MISSING } from './simulated-model.js';

const HOUR_MS = 3_600_000;
/** Rows of a window, windows of a reference, and windows after which a shift counts as not found. */
const ROWS = 1000;
const REFERENCE_WINDOWS = 168;
const LONGEST = 48;
/** Windows of the reference that policies over raw values learn from: the newest ones, because their time goes with the rows. */
const RAW_WINDOWS = 20;
/** An undisturbed month of hourly windows. */
const MONTH = 720;

export const POLICIES = ['default, 0.1', 'default, auto', 'evidently', 'nannyml'] as const;
type Policy = (typeof POLICIES)[number];

/** Something that happens to one numeric feature. */
export interface Disturbance {
  readonly name: string;
  readonly shift: number;
  readonly missing: number;
}
export const DISTURBANCES: readonly Disturbance[] = [
  { name: 'mean moves by 0.25 sd', shift: 0.25, missing: MISSING },
  { name: 'mean moves by 0.5 sd', shift: 0.5, missing: MISSING },
  { name: 'mean moves by 1 sd', shift: 1, missing: MISSING },
  { name: 'missing rate from 5 % to 15 %', shift: 0, missing: 0.15 },
];
const NOTHING: Disturbance = { name: 'nothing', shift: 0, missing: MISSING };

export interface DetectionFigures {
  /** Standard deviation of the wandering of the window means, AR(1); 0: rows are independent. */
  readonly swing: number;
  readonly repeats: number;
  /** For each disturbance and policy the median number of windows to the first that is called drifted; null beyond 48. */
  readonly windows: readonly { readonly name: string; readonly median: Readonly<Record<Policy, number | null>> }[];
  /** Runs of drifted windows in an undisturbed month, mean. */
  readonly alarms: Readonly<Record<Policy, number>>;
}

/** How long four policies take to see what happens to one feature, and how often they see something where nothing does. */
export function simulateDetection(swing: number, repeats: number, random: Random, onRepeat: (done: number) => void): DetectionFigures {
  const found = DISTURBANCES.map(() => POLICIES.map((): number[] => []));
  const alarms = POLICIES.map(() => 0);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const feature = new RawFeature(swing, random);
    const policies = policiesOf(Array.from({ length: REFERENCE_WINDOWS }, () => feature.next(NOTHING)));
    DISTURBANCES.forEach((disturbance, d) => {
      const first = POLICIES.map((): number | null => null);
      for (let w = 1; w <= LONGEST && first.includes(null); w++) {
        const window = feature.next(disturbance);
        policies.forEach((isDrifted, p) => {
          if (first[p] === null && isDrifted(window)) first[p] = w;
        });
      }
      first.forEach((w, p) => found[d]?.[p]?.push(w ?? Infinity));
    });
    const before = POLICIES.map(() => false);
    for (let w = 0; w < MONTH; w++) {
      const window = feature.next(NOTHING);
      policies.forEach((isDrifted, p) => {
        const isNow = isDrifted(window);
        if (isNow && !before[p]) alarms[p] = (alarms[p] as number) + 1;
        before[p] = isNow;
      });
    }
    onRepeat(repeat + 1);
  }
  const byPolicy = <T>(value: (p: number) => T): Record<Policy, T> =>
    Object.fromEntries(POLICIES.map((name, p) => [name, value(p)])) as Record<Policy, T>;
  return {
    swing,
    repeats,
    windows: DISTURBANCES.map(({ name }, d) => ({ name, median: byPolicy((p) => medianOf(found[d]?.[p] ?? [])) })),
    alarms: byPolicy((p) => (alarms[p] as number) / repeats),
  };
}

interface RawWindow {
  readonly values: Float64Array;
  readonly missing: number;
}

/** A normal feature, row by row. */
class RawFeature {
  readonly #swing: number;
  readonly #random: Random;
  readonly #normal: Random;
  #state: number;

  constructor(swing: number, random: Random) {
    this.#swing = swing;
    this.#random = random;
    this.#normal = normals(random);
    this.#state = this.#normal();
  }

  next({ shift, missing }: Disturbance): RawWindow {
    this.#state = RHO * this.#state + Math.sqrt(1 - RHO * RHO) * this.#normal();
    const mean = this.#swing * this.#state + shift;
    const values: number[] = [];
    for (let row = 0; row < ROWS; row++) if (this.#random() >= missing) values.push(mean + this.#normal());
    return { values: Float64Array.from(values), missing: ROWS - values.length };
  }
}

/** The policies, fitted to one reference, in the order of POLICIES. */
function policiesOf(reference: readonly RawWindow[]): ((window: RawWindow) => boolean)[] {
  const all = joined(reference);
  const newest = reference.slice(-RAW_WINDOWS);
  const tenths = Array.from({ length: 9 }, (_, i) => (i + 1) / 10);
  const edges = Float64Array.from(quantiles(all, tenths));
  const bins = Array.from({ length: 10 }, (_, i) => `b0${i}`);
  const counts = reference.map(({ values }) => countsOf(values, edges));
  const missing = reference.map((window) => window.missing);
  const table = {
    feature: 'x',
    type: 'numeric' as const,
    bins,
    reference: bins.map((_, bin) => counts.reduce((sum, row) => sum + (row[bin] as number), 0)),
    referenceMissing: missing.reduce((sum, n) => sum + n, 0),
    referenceInvalid: 0,
  };
  const cut = { feature: 'x', type: 'numeric' as const, bins, counts, missing, invalid: missing.map(() => 0) };
  const windows = { windowMs: HOUR_MS, rows: missing.map(() => ROWS), features: [cut], prediction: null };
  const { fitted } = calibrate(windows, DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS);
  const byDefault = (threshold: number) => (window: RawWindow) => {
    const current = countsOf(window.values, edges);
    const features = [{ ...table, current, currentMissing: window.missing, currentInvalid: 0 }];
    const settings = { ...DEFAULT_DRIFT_SETTINGS, threshold };
    return judgeWindow({ rows: ROWS, features, prediction: null, settings, streaks: {} }).drifted > 0;
  };
  const column = (values: Float64Array): SampleColumn => ({ feature: 'x', type: 'numeric', values });
  const nannyml = fitLikeNannyml(
    column(joined(newest)),
    newest.map(({ values }) => column(values)),
  );
  const raw = column(joined(newest));
  return [
    byDefault(DEFAULT_DRIFT_SETTINGS.threshold),
    byDefault(fitted.thresholds[0] as number),
    ({ values }) => judgeLikeEvidently(raw, column(values)).verdict === 'drifted',
    ({ values }) => judgeLikeNannyml(nannyml, column(values)).verdict === 'drifted',
  ];
}

function joined(windows: readonly RawWindow[]): Float64Array {
  return Float64Array.from(windows.flatMap(({ values }) => Array.from(values)));
}

function countsOf(values: Float64Array, edges: Float64Array): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    let bin = 0;
    while (bin < edges.length && (edges[bin] as number) <= value) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function medianOf(windows: readonly number[]): number | null {
  const sorted = [...windows].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Infinity;
  return Number.isFinite(median) ? median : null;
}

/** The figures as a Markdown table, as they stand in docs/measurements/false-alarm-budget.md. */
export function detectionTable(figures: readonly DetectionFigures[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = ['undisturbed feature', 'what happens', ...POLICIES];
  const rows = figures.flatMap(({ swing, windows, alarms }) => {
    const kind = swing === 0 ? 'independent rows' : `window means AR(1), rho ${RHO}, sd ${swing}`;
    return [
      ...windows.map(({ name, median }) => [kind, name, ...POLICIES.map((policy) => String(median[policy] ?? `none in ${LONGEST}`))]),
      [kind, 'nothing: false alarms a month', ...POLICIES.map((policy) => alarms[policy].toFixed(2))],
    ];
  });
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}
