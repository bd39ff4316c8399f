import { describe, expect, test } from 'vitest';
import { categoricalFeature, numericFeature, sealBaseline, type Baseline } from '../../src/baseline/index.js';
import type { Measure, QualityVerdict } from '../../src/contract/index.js';
import { formats } from '../../src/formats/index.js';
import { ID_KEY, ONE_MODEL_MAP, PipelineBed, lineOf, type BedOptions } from './pipeline-bed.js';
import { qualitySettings } from '../quality/quality-settings.js';

const QUALITY = qualitySettings('binary', {
  positive: '1',
  metric: 'accuracy',
  margin: 0.02,
  min_samples: 50,
  label_delay_ms: 60_000,
  label_horizon_ms: 600_000,
});
const MAP = { ...ONE_MODEL_MAP, requestId: ['id'], label: ['actual'], segment: ['channel'] };
const TRUTH = { requestId: ['id'], model: { constant: 'churn' }, label: ['y'], values: [], time: { path: ['t'], unit: 'ms' } } as const;

const accuracy = (value: number, n: number): Measure[] => [{ metric: 'accuracy', value, lower: value - 0.01, upper: value + 0.01, n }];

/** The app was right in 9 of 10 cases, the web in 7 of 10. */
function baseline(isDivided = true): Baseline {
  const x = numericFeature(
    'x',
    Float64Array.from({ length: 2000 }, (_, i) => i),
    { missing: 0, invalid: 0 },
  );
  const none = x.judged.map(() => 0);
  const half = x.judged.map(() => 1000 / x.judged.length);
  const parts = { counts: [half, half, none], missing: [0, 0, 0], invalid: [0, 0, 0] };
  return sealBaseline({
    model: 'churn',
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: 2000,
    period: null,
    features: [x],
    prediction: null,
    ...(isDivided && { segments: { by: 'via', kind: 'column', names: ['app', 'web'], rows: [1000, 1000, 0], features: [parts] } }),
    quality: {
      task: 'binary',
      positive: '1',
      rows: 2000,
      measures: accuracy(0.8, 2000),
      chunks: 1,
      chunk_rows: 2000,
      thresholds: [],
      estimate: null,
      ...(isDivided && { segments: [accuracy(0.9, 1000), accuracy(0.7, 1000), []] }),
    },
  });
}

interface Answered {
  readonly i: number;
  readonly channel: string;
  readonly isRight: boolean;
}

/** 100 predictions of each channel, with this many of them right. */
const answered = (right: Readonly<Record<string, number>>): Answered[] =>
  Object.entries(right).flatMap(([channel, n], c) => Array.from({ length: 100 }, (_, k) => ({ i: c * 100 + k, channel, isRight: k < n })));
const logOf = (rows: readonly Answered[]): string =>
  rows.map(({ i, channel }) => lineOf({ t: i, f: { x: (i * 20) % 2000 }, y: i % 2, id: `r${i}`, channel })).join('');
/** A record behind the window, which closes it. */
const END = lineOf({ t: 10_000, f: {} });
const labelsOf = (rows: readonly Answered[]): string =>
  rows
    .map(({ i, isRight }) => `${JSON.stringify({ id: `r${i}`, y: isRight ? i % 2 : 1 - (i % 2), t: Date.UTC(2026, 0, 1) + 5000 + i })}\n`)
    .join('');

function bedOf(reference: Baseline, settings: BedOptions['settings'] = {}): PipelineBed {
  const bed = new PipelineBed({
    nowMs: 20_000,
    settings: { quality: QUALITY, segments: { by: 'segment', top: 5, names: [] }, ...settings },
    sources: { log: { map: MAP, idKey: ID_KEY }, truth: { labelMap: TRUTH, idKey: ID_KEY } },
  });
  bed.memory.request(reference);
  return bed;
}

async function measured(bed: PipelineBed, rows: readonly Answered[]): Promise<QualityVerdict> {
  bed.append(`${logOf(rows)}${END}`);
  await bed.settle();
  bed.append(labelsOf(rows), 'a', 'truth');
  await bed.settle();
  return verdictOf(bed);
}
const verdictOf = (bed: PipelineBed): QualityVerdict =>
  ([...bed.memory.content.quality.values()][0] as { verdict: QualityVerdict }).verdict;
const found = ({ segments = [] }: QualityVerdict): unknown[] =>
  segments.map(({ segment, state, reference, predictions, labelled, expected }) => [
    segment,
    state,
    reference,
    predictions,
    labelled,
    expected,
  ]);

describe('quality by a segment of the log', () => {
  test('is that of the rows of each segment against the same part of the reference', async () => {
    const bed = bedOf(baseline());
    const verdict = await measured(bed, answered({ app: 70, web: 70, fax: 60 }));
    expect(found(verdict)).toEqual([
      // As good as the web, and much worse than the app was.
      ['app', 'degraded', 'own', 100, 100, 0.9],
      ['web', 'kept', 'own', 100, 100, 0.7],
      // The reference held no row of any other channel.
      ['other', 'insufficient', 'own', 100, 100, null],
    ]);
    expect(verdict.reason).toMatch(/; degraded segment: app$/);
  });

  test('is shown as series of their own, and in the status', async () => {
    const bed = bedOf(baseline());
    await measured(bed, answered({ app: 70, web: 70 }));
    const of = (name: string, segment: string, more = ''): number | undefined =>
      bed.sample(`${name}{model="churn",version="1",segment="${segment}"${more}}`);
    expect([of('aiops_segment_quality_degraded', 'app'), of('aiops_segment_quality_degraded', 'web')]).toEqual([1, 0]);
    expect([of('aiops_segment_quality_samples', 'app'), of('aiops_segment_quality_samples', 'other')]).toEqual([100, 0]);
    const metric = ',metric="accuracy"';
    expect([of('aiops_segment_quality', 'app', metric), of('aiops_segment_quality_baseline', 'app', metric)]).toEqual([0.7, 0.9]);
    expect(of('aiops_segment_quality_upper', 'app', metric)).toBeLessThan(0.9);
    // Of the rest there is nothing to show, and a series without a value is none.
    expect([of('aiops_segment_quality_degraded', 'other'), of('aiops_segment_quality', 'other', metric)]).toEqual([undefined, undefined]);
    expect(bed.status().quality[0]?.segments.map(({ segment, state, value }) => [segment, state, value])).toEqual([
      ['app', 'degraded', 0.7],
      ['web', 'kept', 0.7],
      ['other', 'insufficient', null],
    ]);
  });

  test('has no verdict under min_samples labels of the segment', async () => {
    const bed = bedOf(baseline());
    const rows = answered({ app: 90, web: 70 }).filter(({ channel, i }) => channel === 'app' || i % 100 < 49);
    const verdict = await measured(bed, rows);
    expect(found(verdict)[1]).toEqual(['web', 'insufficient', 'own', 49, 49, 0.7]);
  });

  test('compares segments that the baseline does not know with all of it, and says so', async () => {
    const bed = bedOf(baseline(false), { segments: { by: 'segment', top: 5, names: ['app', 'web'] } });
    const verdict = await measured(bed, answered({ app: 90, web: 50 }));
    expect(found(verdict).slice(0, 2)).toEqual([
      ['app', 'kept', 'pooled', 100, 100, 0.8],
      ['web', 'degraded', 'pooled', 100, 100, 0.8],
    ]);
  });

  test('is the same whether the exporter was restarted before the labels came or not, and again when labels are corrected', async () => {
    const rows = answered({ app: 70, web: 70 });
    const whole = await measured(bedOf(baseline()), rows);
    const bed = bedOf(baseline());
    bed.append(logOf(rows.slice(0, 120)));
    await bed.settle();
    bed.pipeline.commit();
    const next = bed.restart();
    expect(await measured(next, rows.slice(120)).then(() => found(verdictOf(next)))).not.toEqual(found(whole));
    next.append(labelsOf(rows.slice(0, 120)), 'a', 'truth');
    await next.settle();
    expect(verdictOf(next).segments).toEqual(whole.segments);
    const corrected = rows.filter(({ channel }) => channel === 'app').map((row) => ({ ...row, isRight: true }));
    next.append(
      labelsOf(corrected).replaceAll(/"t":(\d+)/g, (_, t: string) => `"t":${Number(t) + 1000}`),
      'a',
      'truth',
    );
    await next.settle();
    expect(found(verdictOf(next))[0]).toEqual(['app', 'kept', 'own', 100, 100, 0.9]);
  });

  test('stays bounded: thousands of values that are no segments take one place among the groups', async () => {
    const bed = bedOf(baseline());
    const strangers = Array.from({ length: 3000 }, (_, k): Answered => ({ i: 10_000 + k, channel: `c${k}`, isRight: true }));
    bed.append(strangers.map(({ i, channel }) => lineOf({ t: i - 10_000, f: { x: 1 }, y: 1, id: `r${i}`, channel })).join(''));
    await bed.settle();
    expect(bed.pipeline.labelJoins.models.get('churn')?.join.groups.names).toEqual(['{"":null}']);
  });
});

test('a model without segments has none in its quality', async () => {
  const bed = bedOf(baseline(), { segments: null });
  expect(await measured(bed, answered({ app: 70, web: 70 }))).not.toHaveProperty('segments');
  expect([...bed.samples().keys()].some((name) => name.startsWith('aiops_segment_'))).toBe(false);
});

test('instances of one request have each the segment of their own inputs', async () => {
  const rows = { missing: 0, invalid: 0 };
  const shares = [
    ['DE', 1000],
    ['FR', 1000],
  ] as const;
  const country = categoricalFeature('country', shares, { present: 2000, ...rows }, { top: 2, minCategoryCount: 1 });
  const own = {
    counts: [
      [1000, 0, 0],
      [0, 1000, 0],
      [0, 0, 0],
    ],
    missing: [0, 0, 0],
    invalid: [0, 0, 0],
  };
  const reference = sealBaseline({
    model: 'churn',
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: 2000,
    period: null,
    features: [country],
    prediction: null,
    segments: { by: 'country', names: ['DE', 'FR'], rows: [1000, 1000, 0], features: [own] },
  });
  const map = { ...MAP, time: { path: ['time'], unit: 'auto' }, version: { constant: '1' }, latency: null, outcome: null } as const;
  const bed = new PipelineBed({
    nowMs: 20_000,
    settings: { quality: { ...QUALITY, expected: 0.9 }, segments: { by: 'country', top: 2, names: [] } },
    sources: {
      log: {
        map: { ...map, features: { at: ['features'] }, prediction: ['prediction'], requestId: ['request_id'], label: null, segment: null },
        format: formats.sagemaker({ columns: ['country'] }),
        idKey: ID_KEY,
      },
    },
  });
  bed.memory.request(reference);
  const side = (data: string): object => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
  const capture = (id: string, ms: number, input: string, output: string | null): string =>
    `${JSON.stringify({
      captureData: { endpointInput: side(input), ...(output !== null && { endpointOutput: side(output) }) },
      eventMetadata: { eventId: id, inferenceTime: new Date(Date.UTC(2026, 0, 1) + ms).toISOString() },
    })}\n`;
  for (let i = 0; i < 60; i++) bed.append(capture(`c${i}`, i, 'DE\nFR', '1\n0'));
  bed.append(capture('end', 10_000, 'DE', null));
  await bed.settle();
  const join = bed.pipeline.labelJoins.models.get('churn')?.join;
  expect(join?.groups.names).toEqual(['{"":"DE"}', '{"":"FR"}']);
  expect(bed.sample('aiops_label_predictions_total{model="churn",version="1",outcome="kept"}')).toBe(120);
});
