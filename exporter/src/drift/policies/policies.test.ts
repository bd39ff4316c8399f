import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chiSquareUpperTail } from '../chi-square-upper-tail.js';
import { psiEvidently } from '../psi-evidently.js';
import { judgeLikeEvidently } from './evidently.js';
import { EVIDENTLY_DRIFT_SHARE } from './evidently-rules.js';
import { fitLikeNannyml, judgeLikeNannyml } from './nannyml.js';
import { countsOfBoth, type SampleColumn } from './sample-column.js';

/** The recordings hold 12 to 16 digits; the last ones depend on the order in which numpy adds. */
const RELATIVE = 1e-11;
const ROOT = new URL('../../../', import.meta.url);

interface RecordedTest {
  readonly column: string | null;
  readonly method: string | null;
  readonly threshold: number | null;
  readonly value: number | { readonly count: number; readonly share: number };
}
interface RecordedMeasure {
  readonly values: number[];
  readonly upper: number;
  readonly alerts: boolean[];
}
interface RecordedChunks {
  readonly chunks: { readonly key: string; readonly period: 'reference' | 'analysis'; readonly start: number; readonly end: number }[];
  readonly columns: Record<string, Record<string, RecordedMeasure>>;
}

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8')) as unknown;
const evidently = read('fixtures/peers/evidently-california.json') as Record<string, RecordedTest[]>;
const nannyml = read('fixtures/peers/nannyml-california.json') as Record<string, RecordedChunks>;

/** Rows of a file as texts, by column. */
function rowsOf(name: string): Map<string, string[]> {
  const [head = '', ...lines] = readFileSync(new URL(`data/california-housing/${name}`, ROOT), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  const cells = lines.map((line) => line.split(','));
  return new Map(head.split(',').map((title, i) => [title, cells.map((row) => row[i] ?? '')]));
}

const FILES = { reference: rowsOf('california_housing_reference.csv'), analysis: rowsOf('california_housing_analysis.csv') };

function columnOf(period: keyof typeof FILES, feature: string, type: SampleColumn['type'], from = 0, to = Infinity): SampleColumn {
  const texts = (FILES[period].get(feature) ?? []).slice(from, to).filter((text) => text !== '');
  if (type === 'numeric') return { feature, type, values: Float64Array.from(texts, Number) };
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return { feature, type, counts };
}

function expectClose(got: number | null, want: number): void {
  expect(Math.abs((got ?? NaN) - want)).toBeLessThanOrEqual(RELATIVE * Math.max(Math.abs(want), 1e-300));
}

describe('policy evidently on California housing', () => {
  const METHODS: Record<string, string> = {
    'Wasserstein distance (normed)': 'wasserstein',
    'Jensen-Shannon distance': 'jensen_shannon',
  };

  it.each(['features_default', 'features_and_predictions_default'])('says of every column what Evidently recorded (%s)', (run) => {
    const [whole, ...tests] = evidently[run] as [RecordedTest, ...RecordedTest[]];
    const verdicts = tests.map(({ column, method, threshold, value }) => {
      const name = column as string;
      const verdict = judgeLikeEvidently(columnOf('reference', name, 'numeric'), columnOf('analysis', name, 'numeric'));
      expect([verdict.effect.method, verdict.effect.threshold]).toEqual([METHODS[method as string], threshold]);
      expectClose(verdict.effect.value, value as number);
      return verdict.verdict;
    });
    const drifted = verdicts.filter((verdict) => verdict === 'drifted').length;
    expect({ count: drifted, share: drifted / verdicts.length }).toEqual(whole.value);
    expect(drifted / verdicts.length >= EVIDENTLY_DRIFT_SHARE).toBe(true);
  });

  it('gives the PSI of a class that Evidently recorded', () => {
    const counts = countsOfBoth(columnOf('reference', 'y_pred', 'categorical'), columnOf('analysis', 'y_pred', 'categorical'));
    expectClose(psiEvidently(counts.a, counts.b), evidently['cat_psi']?.[1]?.value as number);
  });

  it('tests small references: KS for numbers, chi-square goodness of fit for classes, z for two values', () => {
    const numbers = (values: number[]): SampleColumn => ({ feature: 'x', type: 'numeric', values: Float64Array.from(values) });
    const classes = (counts: Record<string, number>): SampleColumn => ({
      feature: 'c',
      type: 'categorical',
      counts: new Map(Object.entries(counts)),
    });
    // By hand: of the C(14, 7) orders of two samples of 7, 2 C(14, 3) come as far apart as 4/7 (Gnedenko and Korolyuk 1951).
    const ks = judgeLikeEvidently(numbers([1, 2, 3, 4, 5, 6, 7]), numbers([5, 6, 7, 8, 9, 10, 11]));
    expect([ks.effect.method, ks.verdict]).toEqual(['ks', 'stable']);
    expectClose(ks.p_value, 728 / 3432);
    // 20^2/50 + 10^2/30 + 10^2/20 = 49/3; with 2 degrees of freedom the tail is exp(-x/2).
    const chi = judgeLikeEvidently(classes({ a: 50, b: 30, c: 20 }), classes({ a: 30, b: 40, c: 30 }));
    expectClose(chi.p_value, Math.exp(-49 / 6));
    const unseen = judgeLikeEvidently(classes({ a: 50, b: 30, c: 20 }), classes({ a: 50, b: 30, c: 19, d: 1 }));
    expect([unseen.p_value, unseen.verdict]).toEqual([0, 'drifted']);
    // z^2 is the chi-square statistic of the 2 x 2 table: 150 (56 x 32 - 14 x 48)^2 / (70 x 80 x 104 x 46).
    const z = judgeLikeEvidently(classes({ a: 56, b: 14 }), classes({ a: 48, b: 32 }));
    expectClose(z.p_value, chiSquareUpperTail((150 * (56 * 32 - 14 * 48) ** 2) / (70 * 80 * 104 * 46), 1));
  });

  it('takes numbers of at most five values for categories', () => {
    const few = (values: number[]): SampleColumn => ({ feature: 'x', type: 'numeric', values: Float64Array.from(values) });
    expect(judgeLikeEvidently(few([1, 2, 3, 4, 5]), few([1, 1, 2, 2, 3])).effect.method).toBe('p_value');
    expect(judgeLikeEvidently(few([1, 2, 3, 4, 5]), few([1, 1, 2, 2, 6])).effect.method).toBe('ks');
  });

  it('has no verdict on an empty column', () => {
    const empty: SampleColumn = { feature: 'x', type: 'numeric', values: new Float64Array(0) };
    expect(judgeLikeEvidently(empty, empty).verdict).toBe('insufficient');
    expect(judgeLikeNannyml(fitLikeNannyml(empty, [empty]), empty).verdict).toBe('insufficient');
  });
});

describe('policy nannyml on California housing', () => {
  it.each(['univariate_chunk_M', 'univariate_chunk_number_20'])(
    'gives the distances, thresholds and alerts that NannyML recorded (%s)',
    (run) => {
      const { chunks, columns } = nannyml[run] as RecordedChunks;
      for (const [feature, { jensen_shannon: recorded }] of Object.entries(columns)) {
        const type = feature === 'y_pred' ? 'categorical' : 'numeric';
        const samples = chunks.map(({ period, start, end }) => columnOf(period, feature, type, start, end + 1));
        const own = samples.filter((_, i) => chunks[i]?.period === 'reference');
        const fitted = fitLikeNannyml(columnOf('reference', feature, type), own);
        if (!recorded) throw new Error(`nothing was recorded of ${feature}`);
        expectClose(fitted.threshold, recorded.upper);
        samples.forEach((sample, i) => {
          const verdict = judgeLikeNannyml(fitted, sample);
          expectClose(verdict.effect.value, recorded.values[i] as number);
          expect(verdict.verdict === 'drifted', `${feature} ${chunks[i]?.key ?? ''}`).toBe(recorded.alerts[i]);
        });
      }
    },
  );
});
