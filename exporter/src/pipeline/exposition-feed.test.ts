import { describe, expect, test } from 'vitest';
import { baselineOf, categoricalFeature, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { PipelineBed, SETTINGS, type BedOptions, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import type { FeatureSettings } from './model-settings.js';

const PLAIN: FeatureSettings = { isPrivate: false, range: null, top: null, importance: null };
const namesOf = (bed: PipelineBed, family: string): string[] => [...bed.samples().keys()].filter((name) => name.startsWith(`${family}{`));
const binsOf = (bed: PipelineBed, family: string, feature: string): Record<string, number> =>
  Object.fromEntries(
    [...bed.samples()].flatMap(([name, value]) => {
      const bin =
        name.startsWith(`${family}{`) && name.includes(`feature="${feature}"`) ? /bin="((?:[^"\\]|\\.)*)"/.exec(name)?.[1] : undefined;
      return bin === undefined ? [] : [[bin, value]];
    }),
  );
const featuresIn = (bed: PipelineBed): string[] =>
  [...new Set(namesOf(bed, 'aiops_feature_values_total').map((name) => /feature="([^"]*)"/.exec(name)?.[1] ?? ''))].sort();

async function bedWith(
  baseline: ReturnType<typeof baselineOf>,
  records: readonly LogRecord[],
  options: BedOptions = {},
): Promise<PipelineBed> {
  const bed = new PipelineBed({ nowMs: 60_000, ...options });
  bed.memory.request(baseline);
  bed.write(records);
  await bed.settle();
  return bed;
}

describe('the bins of a feature', () => {
  test('are exported with what the baseline expects of each, missing and invalid included', async () => {
    const bed = await bedWith(baselineOf('churn', [numericFeature('x')]), [
      { t: 0, f: { x: 0.5 } },
      { t: 1, f: { x: 9.5 } },
      { t: 2, f: { x: 1e300 } },
      { t: 3, f: { x: null } },
      { t: 4, f: {} },
      { t: 5, f: { x: 'ten' } },
    ]);
    const bins = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`b0${i}`, 0]));
    expect(binsOf(bed, 'aiops_feature_values_total', 'x')).toEqual({ ...bins, b00: 1, b09: 2, missing: 2, invalid: 1 });
    const ratios = binsOf(bed, 'aiops_baseline_bin_ratio', 'x');
    expect(ratios).toMatchObject({ b00: 0.1, b09: 0.1, missing: 0, invalid: 0 });
    expect(Object.values(ratios).reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 12);
  });

  test('of a private one are never exported, in no family: only missing, invalid and verdicts are', async () => {
    const secret = ['Ada', 'Grace'];
    const baseline = baselineOf('churn', [categoricalFeature('name', secret)], categoricalFeature('prediction', secret));
    const features = new Map([
      ['name', { ...PLAIN, isPrivate: true }],
      ['prediction', { ...PLAIN, isPrivate: true }],
    ]);
    const records = Array.from({ length: 50 }, (_, i) => ({ t: i, f: { name: secret[i % 2] }, y: secret[i % 2] }));
    const bed = await bedWith(baseline, [...records, { t: 3000 }], { settings: { features } });
    expect(bed.exposition.render('text').toString()).not.toMatch(/Ada|Grace/);
    expect(binsOf(bed, 'aiops_feature_values_total', 'name')).toEqual({ missing: 1, invalid: 0 });
    expect(binsOf(bed, 'aiops_baseline_bin_ratio', 'name')).toEqual({ missing: 0, invalid: 0 });
    expect(namesOf(bed, 'aiops_predictions_total')).toEqual([]);
    expect(bed.sample('aiops_feature_drifted{model="churn",version="1",feature="name"}')).toBe(0);
    expect(bed.sample('aiops_prediction_drifted{model="churn",version="1"}')).toBe(0);
  });

  test('of a category that is called like a reserved word stay apart from it, and no two categories are one', async () => {
    const categories = ['other', 'missing', 'value:other', '', 'a"b\\c\nd'];
    const records = categories.flatMap((c, i) => Array.from({ length: i + 1 }, (_, k) => ({ t: k, f: { c } })));
    const bed = await bedWith(baselineOf('churn', [categoricalFeature('c', categories)]), [
      ...records,
      { t: 9, f: { c: 'new' } },
      { t: 9 },
    ]);
    expect(binsOf(bed, 'aiops_feature_values_total', 'c')).toEqual({
      'value:other': 1,
      'value:missing': 2,
      'value:value:other': 3,
      'value:': 4,
      'a\\"b\\\\c\\nd': 5,
      other: 1,
      missing: 1,
      invalid: 0,
    });
  });
});

describe('the series budget', () => {
  const names = ['a', 'b', 'c', 'd'];
  const baseline = baselineOf(
    'churn',
    names.map((name) => numericFeature(name)),
  );
  const events = (t: number, drifted: string | null): LogRecord[] =>
    Array.from({ length: 100 }, (_, i) => ({
      t: t + i,
      f: Object.fromEntries(names.map((name) => [name, name === drifted ? 0.5 : (i % 10) + 0.5])),
    }));
  const importance = new Map([['d', { ...PLAIN, importance: 3 }]]);
  /** Series of one numeric feature of ten bins: 12 bins twice, two scores and thresholds, p, drifted, six checks. */
  const PER_FEATURE = 36;
  /**
   * Fixed series that are not there before a window closed, tokens or attributions came, or without calibration: 12 verdict gauges,
   * the expected false alarms, 3 latency quantiles, 2 directions.
   */
  const LATER = 18;
  const fixed = async (): Promise<number> => {
    const bed = await bedWith(baseline, events(0, null), { feed: { seriesBudget: 0 } });
    expect(featuresIn(bed)).toEqual([]);
    return [...bed.samples().keys()].filter((name) => name.includes('model="churn"')).length;
  };

  test('leaves features out, by importance, then name, and says how many series that are', async () => {
    const base = await fixed();
    const bed = await bedWith(baseline, events(0, null), {
      feed: { seriesBudget: base + LATER + 2 * PER_FEATURE },
      settings: { features: importance },
    });
    expect(featuresIn(bed)).toEqual(['a', 'd']);
    expect(bed.pipeline.droppedSeries).toBe(2 * PER_FEATURE);
    expect(bed.told('series_dropped')).toEqual([
      { kind: 'series_dropped', family: 'aiops_feature_values_total', reason: 'budget', count: 2 * PER_FEATURE },
    ]);
  });

  test('lets a drifted feature in before all others; it stays when the drift is over, so that counters do not swap', async () => {
    const base = await fixed();
    const bed = await bedWith(baseline, events(0, null), { feed: { seriesBudget: base + LATER + 2 * PER_FEATURE } });
    expect(featuresIn(bed)).toEqual(['a', 'b']);
    bed.write([...events(1000, 'd'), ...events(2500, null)]);
    await bed.settle();
    expect(featuresIn(bed)).toEqual(['a', 'd']);
    bed.write(events(4500, null));
    await bed.settle();
    expect(bed.sample('aiops_feature_drifted{model="churn",version="1",feature="d"}')).toBe(0);
    expect(featuresIn(bed)).toEqual(['a', 'd']);
    expect(bed.sample('aiops_feature_values_total{model="churn",version="1",feature="d",bin="b00"}')).toBe(130);
  });

  test('is kept: no more series than it says, whatever a version has', async () => {
    const prediction = categoricalFeature('prediction', ['yes', 'no']);
    const full = baselineOf(
      'churn',
      names.map((name) => numericFeature(name)),
      prediction,
    );
    const records = events(0, 'a').map((record, i) => ({ ...record, i: 5, o: 7, y: i % 2 ? 'yes' : 'no' }));
    for (const seriesBudget of [60, 100, 140, 180, 220, 260]) {
      const price = { inputPerMillion: 1, outputPerMillion: 1, perRequest: 1, currency: 'USD' };
      const bed = await bedWith(full, [...records, { t: 2500 }], { feed: { seriesBudget }, settings: { price } });
      bed.write([{ t: 2600 }]);
      await bed.settle();
      const own = [...bed.samples().keys()].filter((name) => name.includes('model="churn"')).length;
      const fixedSeries = own - featuresIn(bed).length * PER_FEATURE;
      expect(own).toBeLessThanOrEqual(Math.max(seriesBudget, fixedSeries));
    }
  });

  test('that is changed by a reload holds at the next scrape', async () => {
    const bed = await bedWith(baseline, events(0, null));
    expect(featuresIn(bed)).toEqual(names);
    const limits = { models: 10, versionsPerModel: 5, featuresPerSource: 100 };
    bed.pipeline.reconfigure(() => SETTINGS, limits, { seriesBudget: 0, retireAfterMs: 1e9 });
    bed.pipeline.refreshExposition();
    expect(featuresIn(bed)).toEqual([]);
  });
});

test('what is laid out ahead of a scrape shows nothing, and changes nothing that is shown', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baselineOf('churn', [numericFeature('x')]));
  bed.write([{ t: 0, f: { x: 0.5 } }]);
  await bed.readAll();
  bed.close();
  const atStart = [...bed.samples()];
  bed.pipeline.prepareExposition();
  expect([...bed.samples()]).toEqual(atStart);
  bed.pipeline.refreshExposition();
  const shown = [...bed.samples()];
  expect(binsOf(bed, 'aiops_feature_values_total', 'x')['b00']).toBe(1);
  bed.memory.request(baselineOf('churn', [numericFeature('x'), numericFeature('z')]));
  bed.now += 1000;
  bed.close();
  bed.write([{ t: 1500, f: { x: 0.5 } }]);
  await bed.readAll();
  bed.pipeline.prepareExposition();
  expect([...bed.samples()]).toEqual(shown);
  bed.pipeline.refreshExposition();
  expect(featuresIn(bed)).toEqual(['x', 'z']);
});

test('a version without tokens, costs or first tokens has no such series: 0 would claim that nothing was spent', async () => {
  const bed = await bedWith(baselineOf('churn', [numericFeature('x')]), [{ t: 0 }]);
  for (const family of ['aiops_inference_tokens_total', 'aiops_inference_cost_total', 'aiops_inference_time_to_first_token_seconds_bucket'])
    expect(namesOf(bed, family)).toEqual([]);
});

test('a verdict of too few samples is absent, not 0', async () => {
  const bed = await bedWith(baselineOf('churn', [numericFeature('x')]), [{ t: 0, f: { x: 1 } }, { t: 2000 }]);
  expect(bed.memory.content.verdicts).toHaveLength(1);
  expect(bed.sample('aiops_drift_rate{model="churn",version="1"}')).toBeUndefined();
  expect(bed.sample('aiops_feature_drifted{model="churn",version="1",feature="x"}')).toBeUndefined();
  expect(bed.sample('aiops_insufficient_features{model="churn",version="1"}')).toBe(1);
});
