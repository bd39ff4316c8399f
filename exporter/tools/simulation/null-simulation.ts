import { DEFAULT_DRIFT_SETTINGS, judgeWindow, type FeatureTable } from '../../src/drift/index.js';
import { mulberry32, type Random } from './seeded-random.js';
import { NO_SHIFT, simulatedFeature, type Shift, type SimulatedFeature } from './simulated-feature.js';

/** Rows per window of the simulation without drift. */
export const NULL_ROWS = [50, 100, 200, 500, 1000, 5000] as const;
/** Rows per window of the simulation with drift. */
export const POWER_ROWS = [500, 1000, 5000] as const;
/** Features that drift in the power simulation, of each type. */
export const SHIFTED_PER_TYPE = 3;
/** The shifts whose detection is measured. */
export const SHIFTS: readonly Shift[] = [
  { sd: 0.35, mixture: 0.2 },
  { sd: 0.5, mixture: 0.4 },
];

export interface SimulationOptions {
  readonly windows: number;
  /** Half of them numeric, half categorical. */
  readonly features: number;
  readonly seed: number;
  readonly onProgress: (text: string) => void;
}

/** Shares of features x windows, save `anyFeature`, which is a share of windows. */
export interface NullFigures {
  readonly rows: number;
  /** Drifted verdicts of the default policy among all features and windows: false ones, for nothing drifts. */
  readonly falseVerdicts: number;
  readonly anyFeature: number;
  readonly insufficient: number;
  /** What single rules would have said, and the conjunction without min_samples. */
  readonly pAlone: number;
  readonly qAlone: number;
  readonly psiAlone: number;
  readonly withoutMinimum: number;
}

export interface PowerFigures {
  readonly rows: number;
  readonly shift: Shift;
  /** PSI of the true distributions, mean over the shifted features of the type. */
  readonly truePsi: { readonly numeric: number; readonly categorical: number };
  /** Share of shifted features called drifted by the default policy, and by q alone. */
  readonly numeric: number;
  readonly categorical: number;
  readonly qAlone: number;
  /** Share of the other features called drifted. */
  readonly falseVerdicts: number;
}

export interface Simulation {
  readonly windows: number;
  readonly features: number;
  readonly seed: number;
  readonly withoutDrift: readonly NullFigures[];
  readonly withDrift: readonly PowerFigures[];
}

/** Runs both simulations of the default policy. The same options give the same figures on every machine. */
export function simulate(options: SimulationOptions): Simulation {
  // One generator for the whole run: streams of neighbouring seeds of mulberry32 are parts of one cycle.
  const random = mulberry32(options.seed);
  const { windows, features, seed } = options;
  const withoutDrift = NULL_ROWS.map((rows) => {
    options.onProgress(`no drift, ${rows} rows per window`);
    return nullFigures(rows, options, random);
  });
  const withDrift = SHIFTS.flatMap((shift) =>
    POWER_ROWS.map((rows) => {
      options.onProgress(`shift ${shift.sd} sd, mixture ${shift.mixture}, ${rows} rows per window`);
      return powerFigures(rows, shift, options, random);
    }),
  );
  return { windows, features, seed, withoutDrift, withDrift };
}

function nullFigures(rows: number, { windows, features }: SimulationOptions, random: Random): NullFigures {
  const model = simulatedModel(features, NO_SHIFT, 0, random);
  const counts = { false: 0, any: 0, insufficient: 0, p: 0, q: 0, psi: 0, free: 0 };
  forEachWindow(model, rows, windows, random, (tables) => {
    const verdict = judged(rows, tables, DEFAULT_DRIFT_SETTINGS.min_samples);
    counts.false += verdict.drifted;
    counts.any += Number(verdict.drifted > 0);
    counts.insufficient += verdict.insufficient;
    for (const { p_value, q_value, effect, verdict: word } of judged(rows, tables, 1).features) {
      counts.p += Number((p_value ?? 1) < DEFAULT_DRIFT_SETTINGS.fdr);
      counts.q += Number((q_value ?? 1) < DEFAULT_DRIFT_SETTINGS.fdr);
      counts.psi += Number((effect.value ?? 0) >= effect.threshold);
      counts.free += Number(word === 'drifted');
    }
  });
  const all = windows * features;
  return {
    rows,
    falseVerdicts: counts.false / all,
    anyFeature: counts.any / windows,
    insufficient: counts.insufficient / all,
    pAlone: counts.p / all,
    qAlone: counts.q / all,
    psiAlone: counts.psi / all,
    withoutMinimum: counts.free / all,
  };
}

function powerFigures(rows: number, shift: Shift, { windows, features }: SimulationOptions, random: Random): PowerFigures {
  const model = simulatedModel(features, shift, SHIFTED_PER_TYPE, random);
  const shifted = new Set(model.filter(({ truePsi }) => truePsi > 0).map(({ name }) => name));
  const counts = { numeric: 0, categorical: 0, q: 0, false: 0 };
  forEachWindow(model, rows, windows, random, (tables) => {
    for (const { feature, type, q_value, verdict } of judged(rows, tables, DEFAULT_DRIFT_SETTINGS.min_samples).features) {
      const isDrifted = Number(verdict === 'drifted');
      if (!shifted.has(feature)) counts.false += isDrifted;
      else {
        counts[type] += isDrifted;
        counts.q += Number((q_value ?? 1) < DEFAULT_DRIFT_SETTINGS.fdr);
      }
    }
  });
  const psiOf = (type: SimulatedFeature['type']): number =>
    model.filter((feature) => feature.type === type && feature.truePsi > 0).reduce((sum, { truePsi }) => sum + truePsi, 0) /
    SHIFTED_PER_TYPE;
  const perType = windows * SHIFTED_PER_TYPE;
  return {
    rows,
    shift,
    truePsi: { numeric: psiOf('numeric'), categorical: psiOf('categorical') },
    numeric: counts.numeric / perType,
    categorical: counts.categorical / perType,
    qAlone: counts.q / (2 * perType),
    falseVerdicts: features > 2 * SHIFTED_PER_TYPE ? counts.false / (windows * (features - 2 * SHIFTED_PER_TYPE)) : 0,
  };
}

/** Even features are numeric, odd ones categorical; the first `shifted` of each type drift. */
function simulatedModel(features: number, shift: Shift, shifted: number, random: Random): SimulatedFeature[] {
  return Array.from({ length: features }, (_, i) => {
    const own = Math.floor(i / 2) < shifted ? shift : NO_SHIFT;
    return simulatedFeature(`feature_${i}`, i % 2 === 0 ? 'numeric' : 'categorical', own, random);
  });
}

function forEachWindow(
  model: readonly SimulatedFeature[],
  rows: number,
  windows: number,
  random: Random,
  visit: (tables: FeatureTable[]) => void,
): void {
  for (let w = 0; w < windows; w++) {
    visit(
      model.map(({ name, type, bins, reference, draw }) => ({
        feature: name,
        type,
        bins,
        reference,
        current: draw(rows, random),
        referenceMissing: 0,
        currentMissing: 0,
        referenceInvalid: 0,
        currentInvalid: 0,
      })),
    );
  }
}

function judged(rows: number, features: FeatureTable[], minSamples: number): ReturnType<typeof judgeWindow> {
  return judgeWindow({ rows, features, prediction: null, settings: { ...DEFAULT_DRIFT_SETTINGS, min_samples: minSamples }, streaks: {} });
}
