import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRIC_FAMILIES, METRIC_GROUPS } from '../contract/index.js';
import { metricsReference } from './metrics-reference.js';

describe('metricsReference', () => {
  it('is what docs/metrics.md holds (npm run generate)', () => {
    expect(readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8')).toBe(metricsReference());
  });

  it('shows every family of the catalogue once', () => {
    const text = metricsReference();
    for (const { name } of METRIC_FAMILIES) expect(text.split(`\n### ${name}\n`)).toHaveLength(2);
    expect(METRIC_GROUPS.flatMap(({ families }) => families.map(({ name }) => name))).toEqual(METRIC_FAMILIES.map(({ name }) => name));
  });
});
