import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBudget, type BudgetFeature, type BudgetRequest } from './series-budget.js';

const feature = (name: string, over: Partial<BudgetFeature> = {}): BudgetFeature => ({
  name,
  isDrifted: false,
  importance: 0,
  series: 10,
  ...over,
});
const request = (features: BudgetFeature[], over: Partial<BudgetRequest> = {}): BudgetRequest => ({
  model: 'm',
  version: '1',
  fixedSeries: 40,
  features,
  exported: [],
  ...over,
});

const anyRequests = fc.uniqueArray(
  fc.record({
    model: fc.constantFrom('a', 'b', 'c'),
    version: fc.constantFrom('1', '2'),
    fixedSeries: fc.nat(50),
    features: fc.uniqueArray(
      fc.record({
        name: fc.string({ maxLength: 3 }),
        isDrifted: fc.boolean(),
        importance: fc.constantFrom(0, 0, 0.5, 1),
        series: fc.nat(40),
      }),
      { selector: (f) => f.name, maxLength: 12 },
    ),
    exported: fc.array(fc.string({ maxLength: 3 }), { maxLength: 6 }),
  }),
  { selector: (r) => `${r.model} ${r.version}`, maxLength: 6 },
);

describe('fitBudget', () => {
  it('exports drifted features first, then by importance, then by name', () => {
    const features = [feature('d'), feature('c', { importance: 0.5 }), feature('b'), feature('a', { isDrifted: true })];
    expect(fitBudget(70, [request(features)])).toEqual({ features: [['a', 'c', 'b']], droppedSeries: 10 });
    expect(fitBudget(69, [request(features)])).toEqual({ features: [['a', 'c']], droppedSeries: 20 });
  });

  it('keeps what is exported among features of the same standing', () => {
    const features = [feature('a'), feature('b'), feature('c')];
    expect(fitBudget(50, [request(features)]).features).toEqual([['a']]);
    expect(fitBudget(50, [request(features, { exported: ['c'] })]).features).toEqual([['c']]);
    const important = [feature('a', { importance: 1 }), feature('c')];
    expect(fitBudget(50, [request(important, { exported: ['c'] })]).features).toEqual([['a']]);
  });

  it('does not swap features back when a drifted one returns to normal', () => {
    const calm = [feature('a'), feature('b')];
    const drifting = [feature('a'), feature('b', { isDrifted: true })];
    let exported: readonly string[] = [];
    const history: string[] = [];
    for (const features of [calm, drifting, calm, calm, drifting, calm]) {
      exported = fitBudget(50, [request(features, { exported })]).features[0] ?? [];
      history.push(exported.join());
    }
    expect(history).toEqual(['a', 'b', 'b', 'b', 'b', 'b']);
  });

  it('shares evenly, and leaves to the others what a small version does not need', () => {
    const wide = request(
      Array.from({ length: 20 }, (_, i) => feature(`f${String(i).padStart(2, '0')}`)),
      { model: 'wide', fixedSeries: 0 },
    );
    const small = request([feature('x')], { model: 'small', fixedSeries: 0 });
    expect(fitBudget(100, [wide, small]).features.map((names) => names.length)).toEqual([9, 1]);
    expect(fitBudget(100, [wide, { ...wide, model: 'other' }]).features.map((names) => names.length)).toEqual([5, 5]);
  });

  it('exports no feature where the fixed series alone use up the budget', () => {
    expect(fitBudget(40, [request([feature('a')])])).toEqual({ features: [[]], droppedSeries: 10 });
    expect(fitBudget(10, [request([feature('a')])])).toEqual({ features: [[]], droppedSeries: 10 });
  });

  it('never exceeds the budget, accounts for every series, and changes nothing when its choice is fed back', () => {
    fc.assert(
      fc.property(fc.nat(400), anyRequests, (budget, requests) => {
        const fit = fitBudget(budget, requests);
        const fixed = requests.reduce((sum, r) => sum + r.fixedSeries, 0);
        const cost = (names: readonly string[], r: BudgetRequest): number =>
          r.features.filter((f) => names.includes(f.name)).reduce((sum, f) => sum + f.series, 0);
        const used = requests.reduce((sum, r, i) => sum + cost(fit.features[i] ?? [], r), 0);
        const wanted = requests.reduce((sum, r) => sum + r.features.reduce((s, f) => s + f.series, 0), 0);
        expect(used).toBeLessThanOrEqual(Math.max(0, budget - fixed));
        expect(used + fit.droppedSeries).toBe(wanted);
        const again = fitBudget(
          budget,
          requests.map((r, i) => ({ ...r, exported: fit.features[i] ?? [] })),
        );
        expect(again.features.map((names) => [...names].sort())).toEqual(fit.features.map((names) => [...names].sort()));
      }),
    );
  });

  it('gives each version the same in whatever order versions and features come', () => {
    fc.assert(
      fc.property(fc.nat(400), anyRequests, (budget, requests) => {
        const turned = requests.map((r) => ({ ...r, features: [...r.features].reverse() })).reverse();
        expect([...fitBudget(budget, turned).features].reverse()).toEqual(fitBudget(budget, requests).features);
      }),
    );
  });

  it('refuses a budget or a cost that is not a number of series', () => {
    for (const wrong of [NaN, -1, Infinity]) {
      expect(() => fitBudget(wrong, [])).toThrow(expect.objectContaining({ code: 'METRICS_BUDGET' }));
      expect(() => fitBudget(1, [request([feature('a', { series: wrong })])])).toThrow(expect.objectContaining({ code: 'METRICS_BUDGET' }));
    }
  });
});
