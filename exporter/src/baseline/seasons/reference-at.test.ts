import { describe, expect, it } from 'vitest';
import { categoricalFeature } from '../categorical-feature.js';
import { numericFeature } from '../numeric-feature.js';
import { parseBaseline } from '../parse-baseline.js';
import { referenceTable } from '../reference-table.js';
import { formatBaseline, sealBaseline, type BaselineContent } from '../seal.js';
import type { SeasonsSection } from '../sections/seasons.js';
import { referenceAt } from './reference-at.js';

const HOUR = 3_600_000;
const hours = Array.from({ length: 24 }, (_, i) => i);
const NIGHT = 3;

/** Four rows an hour, of 24 hours: x is the hour (one a quarter of them), c is `night` before 06:00. */
const seasons: SeasonsSection = {
  season: 'hour_of_day',
  timezone: 'UTC',
  rows: hours.map(() => 400),
  days: hours.map(() => 10),
  features: [
    {
      counts: hours.map((h) => [h < 12 ? 400 : 0, h < 12 ? 0 : 390]),
      missing: hours.map((h) => (h < 12 ? 0 : 10)),
      invalid: hours.map(() => 0),
    },
    {
      counts: hours.map((h) => [h < 6 ? 0 : 300, h < 6 ? 400 : 0, h < 6 ? 0 : 100]),
      missing: hours.map(() => 0),
      invalid: hours.map(() => 0),
    },
  ],
  prediction: null,
};
const feature = numericFeature(
  'x',
  Float64Array.from({ length: 9480 }, (_, i) => (i < 4800 ? 0 : 1)),
  { missing: 120, invalid: 0 },
);
const category = categoricalFeature(
  'c',
  [
    ['day', 5400],
    ['night', 2400],
    ['dusk', 1800],
  ],
  { present: 9600, missing: 0, invalid: 0 },
  { top: 2 },
);
const content: BaselineContent = {
  model: 'm',
  model_version: '1',
  source: 'built',
  precision: 'exact',
  rows: 9600,
  period: null,
  features: [feature, category],
  prediction: null,
  seasons,
};
const baseline = sealBaseline(content);

describe('referenceAt', () => {
  it('is the counts of the bucket, with its own missing values', () => {
    const { bucket, features } = referenceAt(baseline, NIGHT * HOUR, (NIGHT + 1) * HOUR, { minSamples: 100 });
    expect(bucket).toMatchObject({ bucket: '03:00', rows: 400, fallback: null });
    expect(features).toMatchObject([
      { feature: 'x', reference: [400, 0], referenceMissing: 0 },
      { feature: 'c', bins: ['day', 'night', 'other'], reference: [0, 400, 0] },
    ]);
    expect(referenceAt(baseline, 20 * HOUR, 21 * HOUR, { minSamples: 100 }).features[0]).toMatchObject({
      reference: [0, 390],
      referenceMissing: 10,
    });
  });

  it('is the whole for a window over all buckets, where too few rows are in its bucket, and without seasons', () => {
    const whole = [referenceTable(feature), referenceTable(category)];
    expect(referenceAt(baseline, 0, 24 * HOUR, { minSamples: 100 }).features).toEqual(whole);
    expect(referenceAt(baseline, 0, HOUR, { minSamples: 101 })).toMatchObject({ features: whole, bucket: { level: 'all' } });
    const { seasons: _, ...flat } = content;
    expect(referenceAt(sealBaseline(flat), 0, HOUR, { minSamples: 100 })).toEqual({ bucket: null, features: whole, prediction: null });
  });

  it('lets categories that `top` cuts off join `other`', () => {
    const { features } = referenceAt(baseline, 0, HOUR, { minSamples: 100, top: () => 1 });
    expect(features[1]).toMatchObject({ bins: ['day', 'other'], reference: [0, 400] });
  });

  it('rounds what a window half in a bucket takes of it', () => {
    const { features, bucket } = referenceAt(baseline, 11.5 * HOUR, 13 * HOUR, { minSamples: 100 });
    expect([features[0]?.reference, features[0]?.referenceMissing, bucket?.rows]).toEqual([[200, 390], 10, 600]);
  });
});

describe('a baseline with seasons', () => {
  it('is of format version 2, and is read back as it was written', () => {
    expect(baseline.format_version).toBe(2);
    expect(parseBaseline(formatBaseline(baseline), 'b.json')).toEqual(baseline);
  });

  it.each<[string, Partial<SeasonsSection>]>([
    ['seasons.timezone: is not known to this runtime', { timezone: 'Mars/Olympus' }],
    ['seasons.rows: needs 24 numbers, one a bucket (found 1)', { rows: [1] }],
    ['seasons.days: needs 24 numbers, one a bucket (found 0)', { days: [] }],
    ['seasons.features: needs the features of the baseline, in their order, and its prediction', { features: seasons.features.slice(1) }],
    ['seasons.features[0]: counts[0] needs 2 numbers, one a judged bin (found 3)', { features: [...seasons.features].reverse() }],
    ['seasons.features[0]: counts[0] must add up to 401 rows (found 400)', { rows: hours.map(() => 401) }],
    [
      'seasons.features[0]: counts of bin 0 add up to more than its 4800 rows',
      {
        features: seasons.features.map((one) => ({
          ...one,
          counts: one.counts.map((bins) => [400, ...bins.slice(1).map(() => 0)]),
          missing: hours.map(() => 0),
        })),
      },
    ],
  ])('is refused where it contradicts itself: %s', (message, changes) => {
    expect(() => sealBaseline({ ...content, seasons: { ...seasons, ...changes } })).toThrow(message);
  });
});
