import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseBaseline } from '../parse-baseline.js';
import { formatBaseline, hashOf } from '../seal.js';
import { buildBaseline } from './build-baseline.js';
import { DEFAULT_SEGMENT_TOP } from './segment-counts.js';

const from = fileURLToPath(new URL('../../../fixtures/baseline/cases/segments/input.csv', import.meta.url));
const options = { from, model: 'churn', modelVersion: '7', threads: 1 } as const;

describe('a reference that is divided by a feature', () => {
  it('has at most ten segments and the rest where nobody says how many', async () => {
    const { segments } = await buildBaseline({ ...options, segmentBy: 'day', categorical: ['day'] });
    expect(segments?.names).toHaveLength(DEFAULT_SEGMENT_TOP);
    expect(segments?.rows).toEqual([...new Array<number>(DEFAULT_SEGMENT_TOP).fill(1), 11]);
  });

  it.each(['visits', 'plan'])('is refused by %s, which is no feature of categories', async (segmentBy) => {
    const built = buildBaseline({ ...options, segmentBy });
    await expect(built).rejects.toThrow(/found .*; categorical features here: country, answer/);
  });

  it('may be divided by a column that is no feature, with the same parts as by the feature of that name', async () => {
    const byFeature = await buildBaseline({ ...options, segmentBy: 'country', segmentTop: 2 });
    const byColumn = await buildBaseline({ ...options, segment: 'country', segmentTop: 2 });
    expect(byColumn.features.map(({ name }) => name)).toEqual(
      byFeature.features.map(({ name }) => name).filter((name) => name !== 'country'),
    );
    const { names, rows, features } = byFeature.segments as NonNullable<typeof byFeature.segments>;
    const of = (name: string): number => byFeature.features.findIndex((feature) => feature.name === name);
    const same = byColumn.features.map(({ name }) => features[of(name)]);
    expect(byColumn.segments).toEqual({ by: 'country', kind: 'column', names, rows, features: same });
  });

  it('takes numbers for names too: 7 is called 7', async () => {
    const { segments } = await buildBaseline({ ...options, segment: 'visits', segmentTop: 2 });
    expect(segments?.names.every((name) => /^\d$/.test(name))).toBe(true);
  });

  it('is divided once, by a column that is there', async () => {
    await expect(buildBaseline({ ...options, segment: 'country', segmentBy: 'country' })).rejects.toThrow(/is divided once/);
    await expect(buildBaseline({ ...options, segment: 'plan' })).rejects.toThrow(/plan/);
  });

  it('adds up to the whole, or is refused', async () => {
    const built = await buildBaseline({ ...options, segmentBy: 'country', segmentTop: 2 });
    const changed = structuredClone(built);
    const counts = changed.segments?.features[1]?.counts as number[][];
    [counts[0], counts[1]] = [counts[1] as number[], counts[0] as number[]];
    const text = formatBaseline({ ...changed, sha256: hashOf(changed) });
    expect(() => parseBaseline(text, 'here')).toThrow(/segments.features\[1\]: counts of a segment must add up to its rows/);
  });
});
