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

  it('adds up to the whole, or is refused', async () => {
    const built = await buildBaseline({ ...options, segmentBy: 'country', segmentTop: 2 });
    const changed = structuredClone(built);
    const counts = changed.segments?.features[1]?.counts as number[][];
    [counts[0], counts[1]] = [counts[1] as number[], counts[0] as number[]];
    const text = formatBaseline({ ...changed, sha256: hashOf(changed) });
    expect(() => parseBaseline(text, 'here')).toThrow(/segments.features\[1\]: counts of a segment must add up to its rows/);
  });
});
