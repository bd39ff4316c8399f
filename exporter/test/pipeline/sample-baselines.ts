import { sealBaseline, type Baseline, type BaselineFeature } from '../../src/baseline/index.js';

/** Ten equal bins over 0..10; each value 0.5, 1.5, … falls in one of them. */
export function numericFeature(name: string, perBin = 100): BaselineFeature {
  return {
    name,
    type: 'numeric',
    edges: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    judged: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    counts: new Array<number>(10).fill(perBin),
    missing: 0,
    invalid: 0,
    min: 0,
    max: 10,
    mean: null,
    sd: null,
    quantiles: {},
    distinct: null,
  };
}

export function categoricalFeature(name: string, categories: readonly string[], rows = 1000): BaselineFeature {
  const each = Math.floor(rows / categories.length);
  return {
    name,
    type: 'categorical',
    categories: [...categories],
    counts: categories.map(() => each),
    other: rows - each * categories.length,
    tail: [],
    tail_complete: true,
    missing: 0,
    invalid: 0,
  };
}

/** A baseline of 1000 rows. */
export function baselineOf(model: string, features: readonly BaselineFeature[], prediction: BaselineFeature | null = null): Baseline {
  return sealBaseline({
    model,
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: 1000,
    period: null,
    features: [...features],
    prediction,
  });
}
