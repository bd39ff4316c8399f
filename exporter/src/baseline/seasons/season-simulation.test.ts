import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bikeSharing } from '../../../tools/simulation/bike-sharing.js';
import { seasonSimulation, type SeasonFigures } from '../../../tools/simulation/season-simulation.js';
import { seasonTable } from '../../../tools/simulation/season-table.js';
import { taxiRequests } from '../../../tools/simulation/taxi-requests.js';

const csv = readFileSync(new URL('../../../fixtures/nab/nyc_taxi.csv', import.meta.url), 'utf8');
const byDefault = (figures: readonly SeasonFigures[], baseline: SeasonFigures['baseline']): SeasonFigures | undefined =>
  figures.find((one) => one.baseline === baseline && one.auto === null && one.consecutive === 1);

// A short version of `npm run simulate -- season`; docs/measurements/season.md has the figures of a year.
describe('weeks in which nothing happened', () => {
  it('of a generated bike-sharing service alarm against the whole baseline, and not against that of the hour of the week, which finds a shift', () => {
    const figures = seasonSimulation(bikeSharing({ trainingWeeks: 4, weeks: 2, seed: 7, hasWeather: false }), () => undefined);
    expect(byDefault(figures, 'whole')).toMatchObject({ weeks: 2, weeksAlarmed: 2 });
    const seasonal = byDefault(figures, 'hour_of_week');
    expect(seasonal).toMatchObject({ weeks: 2, weeksAlarmed: 0 });
    expect(seasonal?.windowsJudged).toBeGreaterThan(320);
    const inARow = figures.filter(({ consecutive, auto }) => consecutive === 2 && auto === null);
    expect(inARow.map(({ baseline, weeksAlarmed }) => [baseline, weeksAlarmed])).toEqual([
      ['whole', 2],
      ['hour_of_week', 0],
    ]);
    expect(seasonal?.foundAfter.every((after) => after !== null && after <= 24)).toBe(true);
    const budgeted = figures.filter(({ consecutive, auto }) => consecutive === 1 && auto?.budgetDays === 30);
    expect(budgeted.map(({ baseline, auto, weeksAlarmed }) => [baseline, auto?.isBudgetMet, weeksAlarmed])).toEqual([
      ['whole', false, 2],
      ['hour_of_week', true, 0],
    ]);
    expect(seasonTable(figures).split('\n')).toHaveLength(2 + 12);
  }, 120_000);

  it('of nyc_taxi as a feature, in half days, alarm against the whole mostly, and against the hour of the week not', () => {
    const figures = seasonSimulation(taxiRequests(csv, 12, 7), () => undefined);
    const [whole, seasonal] = [byDefault(figures, 'whole'), byDefault(figures, 'hour_of_week')];
    expect(whole?.weeks).toBe(12);
    expect(whole?.weeksAlarmed).toBeGreaterThan(6);
    expect(seasonal).toMatchObject({ weeks: 12, weeksAlarmed: 0 });
    expect(seasonal?.foundAfter.every((after) => after !== null && after <= 3)).toBe(true);
  }, 120_000);
});
