import { DEFAULT_DRIFT_SETTINGS, judgeWindow } from '../../src/drift/index.js';
import { Multinomial } from './multinomial.js';
import { mulberry32 } from './seeded-random.js';

/** Reference rows for each row of the window. */
export const REFERENCE_FACTORS = [1, 2, 4, 10, 100] as const;
/** Deciles, and 20 categories with `other`. */
const BINS = [10, 21] as const;
/** The smallest window that gets a verdict, where noise is largest. */
const ROWS = DEFAULT_DRIFT_SETTINGS.min_samples;

/** How often a feature that does not drift is called drifted when its reference is a sample as well. */
export interface ReferenceSizeFigures {
  readonly bins: number;
  readonly factor: number;
  readonly falseVerdicts: number;
  readonly psiAlone: number;
}

/** Window and reference drawn anew each time from equally likely bins; one feature by itself, so that no other raises its q. */
export function referenceSizes(windows: number, seed: number): ReferenceSizeFigures[] {
  const random = mulberry32(seed);
  return BINS.flatMap((bins) => {
    const source = new Multinomial(new Array<number>(bins).fill(1 / bins));
    return REFERENCE_FACTORS.map((factor): ReferenceSizeFigures => {
      let [drifted, large] = [0, 0];
      for (let i = 0; i < windows; i++) {
        const table = {
          feature: 'x',
          type: 'numeric',
          bins: Array.from({ length: bins }, (_, b) => String(b)),
          reference: source.draw(factor * ROWS, random),
          current: source.draw(ROWS, random),
          referenceMissing: 0,
          currentMissing: 0,
          referenceInvalid: 0,
          currentInvalid: 0,
        } as const;
        const [verdict] = judgeWindow({
          rows: ROWS,
          features: [table],
          prediction: null,
          settings: DEFAULT_DRIFT_SETTINGS,
          streaks: {},
        }).features;
        if (verdict?.verdict === 'drifted') drifted++;
        if ((verdict?.effect.value ?? 0) >= DEFAULT_DRIFT_SETTINGS.threshold) large++;
      }
      return { bins, factor, falseVerdicts: drifted / windows, psiAlone: large / windows };
    });
  });
}

/** The figures as a Markdown table, as they stand in docs/measurements/season.md. */
export function referenceSizeTable(figures: readonly ReferenceSizeFigures[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  return [
    `| bins | reference rows per row of a window of ${ROWS} | false verdicts | PSI >= ${DEFAULT_DRIFT_SETTINGS.threshold} alone |`,
    '| --- | --- | --- | --- |',
    ...figures.map((f) => `| ${f.bins} | ${f.factor} | ${percent(f.falseVerdicts)} | ${percent(f.psiAlone)} |`),
  ].join('\n');
}
