import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DRIFT_SETTINGS } from '../drift/index.js';
import { compareByPolicy } from './compare-by-policy.js';
import type { DriftQuestion } from './compare-files.js';
import { policyJson, tally } from './policy-report.js';

const ROOT = new URL('../../', import.meta.url);
const file = (name: string): string => fileURLToPath(new URL(`data/california-housing/california_housing_${name}.csv`, ROOT));
const QUESTION: DriftQuestion = {
  reference: file('reference'),
  current: file('analysis'),
  ignore: ['id', 'clf_target'],
  categorical: ['y_pred'],
  time: 'timestamp',
  settings: DEFAULT_DRIFT_SETTINGS,
};
const recorded = (name: string): unknown => JSON.parse(readFileSync(new URL(`fixtures/peers/${name}.json`, ROOT), 'utf8')) as unknown;
const quiet = (): void => undefined;

interface Recorded {
  readonly chunks: { readonly period: string }[];
  readonly columns: Record<string, { jensen_shannon: { values: number[]; alerts: boolean[] } }>;
}

describe('aiops drift --policy, on the files', () => {
  it('evidently: the columns that Evidently called drifted, and its share', async () => {
    const compared = await compareByPolicy('evidently', { ...QUESTION, categorical: [] }, quiet);
    expect(compared.isChunked).toBe(false);
    expect(policyJson(compared)).toMatchObject({ policy: 'evidently', drifted: 7, judged: 10, insufficient: 0, drift_rate: 0.7 });
  });

  it('nannyml by month: the distances and alerts that NannyML recorded, whatever the order of the rows', async () => {
    const compared = await compareByPolicy('nannyml', { ...QUESTION, chunk: { kind: 'period', period: 'M' } }, quiet);
    const { chunks, columns } = (recorded('nannyml-california') as Record<string, Recorded>)['univariate_chunk_M'] as Recorded;
    const first = chunks.findIndex(({ period }) => period === 'analysis');
    expect(compared.chunks).toHaveLength(chunks.length - first);
    compared.chunks.forEach(({ features }, i) => {
      for (const { feature, effect, verdict } of features) {
        const { values, alerts } = columns[feature]?.jensen_shannon ?? { values: [], alerts: [] };
        expect(effect.value).toBeCloseTo(values[first + i] ?? NaN, 11);
        expect(verdict === 'drifted').toBe(alerts[first + i]);
      }
    });
  });

  it('nannyml without --chunk: ten chunks and what is left over', async () => {
    const compared = await compareByPolicy('nannyml', QUESTION, quiet);
    expect(compared.chunks.map(({ rows }) => rows)).toEqual([...new Array<number>(10).fill(823), 2]);
    expect(compared.chunks.every(({ features }) => tally(features).judged === 10)).toBe(true);
  });
});
