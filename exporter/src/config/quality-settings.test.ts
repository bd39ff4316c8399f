import { expect, it } from 'vitest';
import type { QualitySettings } from '../contract/index.js';
import { loadConfig } from './load-config.js';

const SOURCE = 'sources: [{ name: s, type: file, path: s, format: jsonl, map: { time: ts, model: m } }]\n';
const DAY = 86_400_000;

function settingsOf(quality: string): QualitySettings | null | undefined {
  const readFile = (): string => `${SOURCE}models: { m: {${quality === '' ? '' : ` quality: ${quality} `}} }`;
  return loadConfig({ path: 'aiops.yaml', readFile, env: {} }).models.get('m')?.quality;
}

it('a model without settings of quality has none: nothing is measured', () => {
  expect(settingsOf('')).toBeNull();
});

it('the task alone is enough where the metric is a share of 1', () => {
  expect(settingsOf('{ task: binary }')).toEqual({
    task: 'binary',
    positive: null,
    cut: 0.5,
    metric: 'roc_auc',
    margin: 0.02,
    expected: null,
    min_samples: 200,
    label_delay_ms: 7 * DAY,
    label_horizon_ms: 30 * DAY,
    coverage: 0.8,
    join_sample: 1,
    at: 10,
    fairness: [],
  });
  expect(settingsOf('{ task: multiclass }')).toMatchObject({ metric: 'accuracy', margin: 0.02 });
  expect(settingsOf('{ task: ranking }')).toMatchObject({ metric: 'ndcg', margin: 0.02 });
});

it('an amount needs its margin, and keeps it', () => {
  expect(settingsOf('{ task: regression, margin: 250 }')).toMatchObject({ metric: 'mae', margin: 250 });
});

it('the positive class is compared as text, so that 1 and "1" are one', () => {
  expect(settingsOf('{ task: binary, positive: 1 }')?.positive).toBe('1');
  expect(settingsOf('{ task: binary, positive: "1" }')?.positive).toBe('1');
  expect(settingsOf('{ task: binary, positive: true }')?.positive).toBe('true');
});
