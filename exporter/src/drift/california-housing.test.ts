import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ksDistanceSorted, sortedSample } from './index.js';

/**
 * NannyML's published example: `docs/example_notebooks/Examples California Housing.ipynb`, cells 11 and 13; monthly chunks,
 * continuous_methods=['kolmogorov_smirnov']. Mean D over the 8 reference and 12 analysis chunks, as printed, and the number
 * of chunks beyond the reference chunks' mean + 3 sd (ddof 0).
 */
const PUBLISHED = [
  { column: 'id', mean: '0.874280', alerts: 0 },
  { column: 'Longitude', mean: '0.712709', alerts: 3, threshold: '0.911863' },
  { column: 'Latitude', mean: '0.672904', alerts: 1, threshold: '0.989537' },
  { column: 'HouseAge', mean: '0.201638', alerts: 0 },
  { column: 'MedInc', mean: '0.154952', alerts: 0 },
  { column: 'AveOccup', mean: '0.143890', alerts: 0 },
  { column: 'AveRooms', mean: '0.129277', alerts: 0 },
  { column: 'AveBedrms', mean: '0.089140', alerts: 0 },
  { column: 'Population', mean: '0.073562', alerts: 0 },
];
const DIGITS = 6;
const DATA = new URL('../../data/california-housing/', import.meta.url);

type Row = Readonly<Record<string, string>>;

function read(name: string): Row[] {
  const [head = '', ...lines] = readFileSync(new URL(name, DATA), 'utf8').trimEnd().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((field, i) => [columns[i] ?? '', field])));
}

function column(rows: readonly Row[], name: string): Float64Array {
  const fields = rows.map((row) => row[name] ?? '').filter((field) => field !== '');
  return sortedSample('california housing', name, fields.map(Number));
}

function months(rows: readonly Row[]): Row[][] {
  const chunks = new Map<string, Row[]>();
  for (const row of rows) {
    const month = (row['timestamp'] ?? '').slice(0, 7);
    chunks.set(month, [...(chunks.get(month) ?? []), row]);
  }
  return [...chunks.values()];
}

describe('KS distances of the California housing example', () => {
  const reference = read('california_housing_reference.csv');
  const referenceChunks = months(reference);
  const analysisChunks = months(read('california_housing_analysis.csv'));

  it('has 8 reference and 12 analysis months', () => {
    expect([referenceChunks.length, analysisChunks.length]).toEqual([8, 12]);
  });

  it.each(PUBLISHED)('$column: mean D $mean and $alerts alerts, as NannyML prints them', ({ column: name, mean, alerts, threshold }) => {
    const whole = column(reference, name);
    const distance = (chunk: Row[]): number => ksDistanceSorted(whole, column(chunk, name)).statistic;
    const calm = referenceChunks.map(distance);
    const watched = analysisChunks.map(distance);
    const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const centre = average(calm);
    const limit = centre + 3 * Math.sqrt(average(calm.map((d) => (d - centre) ** 2)));
    expect(average([...calm, ...watched]).toFixed(DIGITS)).toBe(mean);
    if (threshold) expect(limit.toFixed(DIGITS)).toBe(threshold);
    expect(watched.filter((d) => d > limit)).toHaveLength(alerts);
  });
});
