import { beforeAll, expect, it } from 'vitest';
import { intervalCoverage, type Coverage } from '../../tools/simulation/interval-coverage.js';

/** A short form of docs/measurements/interval-coverage.md; a share of 1000 draws is within 2.1 points of its law in 99.7 % of cases. */
const REPEATS = 1000;
const [LEAST, MOST] = [0.93, 0.97];
const CHANCE = 0.021;

let figures: Coverage[];
beforeAll(() => {
  figures = intervalCoverage({ rows: [200], repeats: REPEATS, seed: 20_260_125, onProgress: () => undefined });
});

it('holds a true proportion in 93 to 97 % of all outcomes of 200 rows (Wilson, exact)', () => {
  for (const { setting, coverage } of figures.filter(({ measure }) => measure === 'wilson')) {
    expect(coverage, setting).toBeGreaterThan(LEAST);
    expect(coverage, setting).toBeLessThan(MOST);
  }
});

it('holds the true area under the ROC curve, average precision, macro averages, the mean error and F1 as often as it says, up to chance; ten positives give no interval', () => {
  const drawn = figures.filter(({ repeats }) => repeats !== null);
  expect(drawn.filter(({ coverage }) => coverage === null).map(({ setting }) => setting.split(', ')[1])).toEqual(
    new Array(4).fill('5 % positive'),
  );
  expect(drawn.length).toBe(26);
  for (const { measure, setting, coverage } of drawn) {
    if (coverage === null) continue;
    expect(coverage, `${measure} ${setting}`).toBeGreaterThan(LEAST - CHANCE);
    expect(coverage, `${measure} ${setting}`).toBeLessThan(Math.min(1, MOST + CHANCE));
  }
});
