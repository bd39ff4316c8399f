import { expect, test } from 'vitest';
import { loadConfig } from '../../config/index.js';
import type { FeatureVerdict, StoredVerdict } from '../../contract/index.js';
import { withoutPrivateBins } from './without-private-bins.js';

const config = loadConfig({
  path: 'aiops.yaml',
  env: {},
  readFile: () => `sources: [{ name: log, type: file, path: x, format: jsonl, map: { time: t, model: m, features: f } }]
models: { churn: { features: { diagnosis: { private: true } } }, other: {} }`,
});

const feature = (name: string): FeatureVerdict => ({
  feature: name,
  type: 'categorical',
  n: 900,
  statistic: 1,
  degrees_of_freedom: 1,
  p_value: 0.5,
  q_value: 0.5,
  effect: { method: 'psi', value: 0.01, threshold: 0.1 },
  missing: { reference_ratio: 0, current_ratio: 0, p_value: 1, q_value: 1, drifted: false },
  window_verdict: 'stable',
  verdict: 'stable',
  reason: '',
  table: {
    bins: ['flu', 'other'],
    reference: [5, 5],
    current: [6, 4],
    reference_missing: 1,
    current_missing: 2,
    reference_invalid: 0,
    current_invalid: 0,
  },
});

const stored = (model: string): StoredVerdict => ({
  id: 'x',
  model,
  version: '1',
  window_start: '2026-01-01T00:00:00.000Z',
  window_end: '2026-01-01T01:00:00.000Z',
  baseline_sha256: '',
  code_version: '0.1.0',
  settings: { min_samples: 500, fdr: 0.05, threshold: 0.1, missing_threshold: 0.05, consecutive: 1, thresholds: {}, weights: {} },
  streaks: {},
  verdict: {
    policy: 'default',
    drift_rate: 0,
    drift_rate_weighted: null,
    drifted: 0,
    judged: 2,
    insufficient: 0,
    rows: 900,
    features: [feature('diagnosis'), feature('country')],
    prediction: null,
  },
});

test('a private feature keeps its score and loses its counts per bin; the others, and other models, keep everything', () => {
  const [diagnosis, country] = withoutPrivateBins(stored('churn'), config).verdict.features;
  expect(diagnosis).toMatchObject({ n: 900, effect: { value: 0.01 }, table: { bins: [], reference: [], current: [], current_missing: 2 } });
  expect(JSON.stringify(diagnosis)).not.toContain('flu');
  expect(country?.table.bins).toEqual(['flu', 'other']);
  expect(withoutPrivateBins(stored('other'), config)).toEqual(stored('other'));
});
