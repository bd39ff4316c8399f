import { DEFAULT_DRIFT_SETTINGS, judgeWindow, type FeatureTable } from '../../src/drift/index.js';
import { Multinomial } from '../simulation/multinomial.js';
import { mulberry32 } from '../simulation/seeded-random.js';
import { median, quantileOf } from './figures.js';

const MODELS = 10;
const FEATURES = 200;
const BINS = 10;
const ROWS = 5000;
/** Windows of each model; the first fifth warms up the compiler. */
const WINDOWS = 25;

export interface CloseFigures {
  /** Milliseconds to judge a window of one model, and to write its verdict with all evidence as the store keeps it. */
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly evidenceBytes: number;
}

/** What the close of a window costs beside counting: 10 models, one after the other, of 200 features each. */
export function closeFigures(seed: number): CloseFigures {
  const random = mulberry32(seed);
  const law = new Multinomial(new Array<number>(BINS).fill(1 / BINS));
  const bins = Array.from({ length: BINS }, (_, i) => `b0${i}`);
  const absent = { referenceMissing: 10, currentMissing: 1, referenceInvalid: 0, currentInvalid: 0 };
  const table = (i: number): FeatureTable => ({
    feature: `f${i}`,
    type: 'numeric',
    bins,
    reference: law.draw(10 * ROWS, random),
    current: law.draw(ROWS, random),
    ...absent,
  });
  const took: number[] = [];
  let evidenceBytes = 0;
  for (let window = 0; window < WINDOWS; window++) {
    for (let model = 0; model < MODELS; model++) {
      const features = Array.from({ length: FEATURES }, (_, i) => table(i));
      const from = performance.now();
      const verdict = judgeWindow({ rows: ROWS, features, prediction: null, settings: DEFAULT_DRIFT_SETTINGS, streaks: {} });
      evidenceBytes = JSON.stringify(verdict).length;
      if (window >= WINDOWS / 5) took.push(performance.now() - from);
    }
  }
  return { medianMs: median(took), p99Ms: quantileOf(took, 0.99), evidenceBytes };
}
