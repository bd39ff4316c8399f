import { beforeAll, describe, expect, it } from 'vitest';
import { simulate, type Simulation } from '../../tools/simulation/null-simulation.js';

/** Of docs/measurements/null-simulation.md: `simulate --windows 30 --features 20 --seed 20260101`. */
const OPTIONS = { windows: 30, features: 20, seed: 20_260_101, onProgress: () => undefined };
const MOST_FALSE_VERDICTS = 0.005;

describe('the default policy on simulated windows', () => {
  let figures: Simulation;
  beforeAll(() => {
    figures = simulate(OPTIONS);
  });

  it('calls at most 0.5 % of the features drifted at any window size while nothing drifts', () => {
    for (const { falseVerdicts } of figures.withoutDrift) expect(falseVerdicts).toBeLessThanOrEqual(MOST_FALSE_VERDICTS);
  });

  it('says insufficient for every window below 500 rows and for none from 500 on', () => {
    for (const { rows, insufficient } of figures.withoutDrift) expect(insufficient).toBe(rows < 500 ? 1 : 0);
  });

  it('is quieter than any of its parts: p alone is wrong for 3-8 %, PSI alone for most features of windows of 100 rows', () => {
    for (const { rows, pAlone } of figures.withoutDrift.filter((f) => f.rows >= 100)) {
      expect(pAlone, `${rows} rows`).toBeGreaterThan(0.03);
      expect(pAlone, `${rows} rows`).toBeLessThan(0.08);
    }
    expect(figures.withoutDrift.find(({ rows }) => rows === 100)?.psiAlone).toBeGreaterThan(0.5);
  });

  it('finds a shift above the floor and leaves one below it alone, at 5000 rows', () => {
    const [weak, strong] = figures.withDrift.filter(({ rows }) => rows === 5000);
    expect(weak?.numeric).toBeGreaterThan(0.9);
    expect(weak?.truePsi.categorical).toBeLessThan(0.1);
    expect(weak?.categorical).toBe(0);
    expect(weak?.qAlone).toBeGreaterThan(0.95);
    expect(strong?.numeric).toBe(1);
    expect(strong?.categorical).toBeGreaterThan(0.95);
  });

  it('gives the same figures for the same seed and others for another', () => {
    const small = { ...OPTIONS, windows: 2 };
    expect(simulate(small)).toEqual(simulate(small));
    expect(simulate({ ...small, seed: 2 })).not.toEqual({ ...simulate(small), seed: 2 });
  });
});
