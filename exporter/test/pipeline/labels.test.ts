import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { QualitySettings, QualityVerdict } from '../../src/contract/index.js';
import type { LabelMap, RecordMap } from '../../src/events/index.js';
import { scoreWindow } from '../../src/quality/index.js';
import { ID_KEY, LOG_MAP, NEW_YEAR_MS, PipelineBed, lineOf, type BedOptions } from './pipeline-bed.js';

const QUALITY: QualitySettings = {
  task: 'binary',
  positive: '1',
  cut: 0.5,
  metric: 'accuracy',
  margin: 0.05,
  expected: 0.9,
  min_samples: 20,
  label_delay_ms: 60_000,
  label_horizon_ms: 600_000,
  coverage: 0.8,
  join_sample: 1,
  at: 10,
  fairness: [],
};
const MAP: RecordMap = {
  ...LOG_MAP,
  score: ['p'],
  requestId: ['id'],
  label: ['actual'],
  values: [{ kpi: 'won', unit: 'EUR', path: ['won'] }],
};
const TRUTH: LabelMap = {
  requestId: ['id'],
  model: { constant: 'churn' },
  label: ['y'],
  values: [{ kpi: 'won', unit: 'EUR', path: ['won'] }],
  time: { path: ['t'], unit: 'ms' },
};

function labelBed(quality: Partial<QualitySettings> = {}, options: BedOptions = {}): PipelineBed {
  const sources = { log: { map: MAP, idKey: ID_KEY }, truth: { labelMap: TRUTH, idKey: ID_KEY } };
  return new PipelineBed({ settings: { quality: { ...QUALITY, ...quality } }, sources, ...options });
}

interface Predicted {
  readonly id: number;
  readonly t: number;
  readonly y: number;
  readonly p: number;
}
const predictions = (from: number, to: number, wrongEvery = 10): (Predicted & { truth: number })[] =>
  Array.from({ length: to - from }, (_, i) => {
    const id = from + i;
    const y = id % 2;
    return { id, t: id * 10, y, p: y === 1 ? 0.7 : 0.2, truth: id % wrongEvery === 0 ? 1 - y : y };
  });
const logOf = (rows: readonly Predicted[]): string => rows.map(({ id, t, y, p }) => lineOf({ t, y, id: `r${id}`, p })).join('');
const labelLine = (id: number, y: unknown, t: number, rest: object = {}): string =>
  `${JSON.stringify({ id: `r${id}`, y, t: NEW_YEAR_MS + t, ...rest })}\n`;
const outcomes = (bed: PipelineBed, version = '1'): Record<string, number> =>
  Object.fromEntries(
    [...bed.samples()].flatMap(([name, value]) => {
      const found = /^aiops_labels_total\{model="churn",version="(.*)",outcome="(.*)"\}$/.exec(name);
      return found?.[1] === version && value > 0 ? [[found[2] as string, value] as const] : [];
    }),
  );
const verdicts = (bed: PipelineBed): QualityVerdict[] => [...bed.memory.content.quality.values()].map(({ verdict }) => verdict);

describe('labels that come later', () => {
  it('are joined to their predictions, and a window is judged when enough of them came', async () => {
    const bed = labelBed();
    bed.now = 5000;
    const rows = predictions(0, 250);
    bed.append(logOf(rows));
    await bed.settle();
    expect(verdicts(bed).map(({ state, predictions: n }) => [state, n])).toEqual([
      ['immature', 100],
      ['immature', 100],
    ]);
    expect(bed.sample('aiops_model_quality_degraded{model="churn",version="1"}')).toBeUndefined();
    for (const { id, t, truth } of rows) bed.append(labelLine(id, truth, t + 500), 'a', 'truth');
    await bed.settle();
    expect(outcomes(bed)).toEqual({ joined: 250 });
    const labels = '{model="churn",version="1",metric="accuracy"}';
    expect(bed.sample(`aiops_model_quality${labels}`)).toBe(0.9);
    expect(bed.sample(`aiops_model_quality_baseline${labels}`)).toBe(0.9);
    expect(bed.sample(`aiops_model_quality_lower${labels}`)).toBeLessThan(0.9);
    expect(bed.sample('aiops_model_quality_degraded{model="churn",version="1"}')).toBe(0);
    expect(bed.sample('aiops_model_quality_degraded_windows{model="churn",version="1"}')).toBe(0);
    expect(bed.sample('aiops_label_coverage_ratio{model="churn",version="1"}')).toBe(1);
    expect(bed.sample('aiops_quality_window_samples{model="churn",version="1"}')).toBe(100);
    expect(bed.sample('aiops_quality_window_end_timestamp_seconds{model="churn",version="1"}')).toBe(NEW_YEAR_MS / 1000 + 2);
    expect(bed.sample('aiops_label_lag_seconds_sum{model="churn",version="1"}')).toBeCloseTo(125, 6);
    expect(bed.sample('aiops_quality_verdicts_total{model="churn",version="1",verdict="kept"}')).toBe(2);
  });

  it('that are corrected bring the window to another verdict', async () => {
    const bed = labelBed();
    bed.now = 5000;
    const rows = predictions(0, 120);
    bed.append(logOf(rows));
    for (const { id, t, truth } of rows) bed.append(labelLine(id, truth, t + 500), 'a', 'truth');
    await bed.settle();
    expect(verdicts(bed).map(({ state }) => state)).toEqual(['kept']);
    for (const { id, t, y } of rows.filter((row) => row.id % 2 === 0)) bed.append(labelLine(id, 1 - y, t + 600), 'a', 'truth');
    await bed.settle();
    expect(verdicts(bed).map(({ state }) => state)).toEqual(['degraded']);
    expect(bed.sample('aiops_model_quality_degraded{model="churn",version="1"}')).toBe(1);
    expect(bed.sample('aiops_model_quality_degraded_windows{model="churn",version="1"}')).toBe(1);
    expect(outcomes(bed)).toEqual({ joined: 120, corrected: 48, duplicate: 12 });
    expect(bed.told('quality_reached').map(({ state }) => state)).toEqual(['kept', 'degraded']);
  });

  it('that never come leave the window insufficient once its age is label_delay, with the coverage beside it', async () => {
    const bed = labelBed();
    bed.now = 5000;
    bed.append(logOf(predictions(0, 120)));
    bed.append(labelLine(3, 1, 100), 'a', 'truth');
    await bed.settle();
    bed.now = 1000 + QUALITY.label_delay_ms;
    await bed.settle();
    expect(verdicts(bed).map(({ state, coverage }) => [state, coverage])).toEqual([
      ['insufficient', 0.01],
      ['immature', 0],
    ]);
    expect(bed.sample('aiops_model_quality_degraded{model="churn",version="1"}')).toBeUndefined();
    expect(bed.sample('aiops_label_coverage_ratio{model="churn",version="1"}')).toBe(0.01);
  });

  it('that no prediction is known for are unmatched or expire; those after the horizon are late; null is not known yet', async () => {
    const bed = labelBed({ label_horizon_ms: 5000 });
    bed.now = 60_000;
    bed.append(labelLine(900, 1, 4000), 'a', 'truth');
    bed.append(logOf(predictions(0, 300)));
    await bed.settle();
    bed.append(labelLine(901, 1, 500) + labelLine(2, 1, 20 + 5001) + labelLine(4, null, 100), 'a', 'truth');
    await bed.settle();
    expect(outcomes(bed)).toEqual({ late: 1 });
    expect(outcomes(bed, '')).toEqual({ unmatched: 1 });
    bed.append(logOf(predictions(600, 700)));
    await bed.settle();
    expect(outcomes(bed, '')).toEqual({ unmatched: 1, expired: 1 });
  });

  it('in the record of the prediction need no id, and no source of their own', async () => {
    const bed = labelBed();
    bed.now = 5000;
    bed.append(
      predictions(0, 120)
        .map(({ t, y, p, truth }) => lineOf({ t, y, p, actual: truth }))
        .join(''),
    );
    await bed.settle();
    expect(outcomes(bed)).toEqual({ joined: 120 });
    expect(bed.sample('aiops_model_quality{model="churn",version="1",metric="accuracy"}')).toBe(0.9);
  });

  it('bring what they were worth to the KPIs of the version', async () => {
    const bed = labelBed();
    bed.now = 5000;
    bed.append(logOf(predictions(0, 120)));
    bed.append(labelLine(1, 1, 100, { won: 2.5 }) + labelLine(2, null, 100, { won: 4 }) + labelLine(3, 1, 100, { won: -1 }), 'a', 'truth');
    await bed.settle();
    expect(bed.sample('aiops_business_value_total{model="churn",version="1",kpi="won",unit="EUR"}')).toBe(6.5);
  });

  it('leave with their predictions when these are older than the horizon, or than retention allows', async () => {
    const bed = labelBed({ label_horizon_ms: 3000 });
    bed.now = 60_000;
    bed.append(logOf(predictions(0, 1000)));
    await bed.settle();
    await bed.settle();
    const kept = [...bed.pipeline.labelJoins.models.values()].flatMap(({ join }) =>
      join.allPeriods().map(({ startMs }) => startMs - NEW_YEAR_MS),
    );
    expect(Math.min(...kept)).toBe(5000);
    expect(bed.memory.labelBlocks('churn', { version: '1', startMs: NEW_YEAR_MS, kind: 'predictions' })).toEqual([]);
    const short = labelBed({}, { settings: { quality: QUALITY, labelRetentionMs: 2000 }, nowMs: 4000 });
    short.append(logOf(predictions(0, 300)));
    await short.settle();
    expect([...short.pipeline.labelJoins.models.values()].map(({ join }) => join.size)).toEqual([200]);
  });

  it('come to the same verdicts through restarts at any moment, and these are what a batch computes from the same files', async () => {
    const step = fc.oneof(fc.constant('read' as const), fc.constant('settle' as const), fc.constant('crash' as const));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.integer({ min: 60, max: 4000 }), fc.integer(), async (steps, chunk, seed) => {
        const rows = predictions(0, 260, 7);
        let bed = labelBed();
        bed.now = 5000;
        bed.append(logOf(rows));
        const lines = rows.flatMap(({ id, t, truth }) =>
          id % 11 === 0 ? [] : [labelLine(id, truth, t + 500), ...(id % 5 === 0 ? [labelLine(id, 1 - truth, t + 400)] : [])],
        );
        lines.sort((a, b) => order(a, seed) - order(b, seed));
        bed.append(lines.join(''), 'a', 'truth');
        const cut = (): void => bed.sources.forEach((source) => (source.chunkBytes = () => chunk));
        cut();
        for (const what of steps) {
          if (what === 'read') await bed.pipeline.step();
          else if (what === 'settle') {
            await bed.pipeline.step();
            bed.close();
            bed.pipeline.refreshExposition();
          } else {
            bed = bed.restart();
            cut();
          }
        }
        await bed.settle();
        await bed.settle();
        const joined = rows.filter(({ id }) => id % 11 !== 0).length;
        expect(outcomes(bed)['joined']).toBe(joined);
        expect(bed.pipeline.labelJoins.models.get('churn')?.join.size).toBe(260);
        for (const [startMs, end] of [
          [0, 100],
          [100, 200],
        ] as const) {
          const found = verdicts(bed).find(({ window_start }) => Date.parse(window_start) === NEW_YEAR_MS + startMs * 10);
          const window = rows.slice(startMs, end);
          const names = ['0', '1'];
          const batch = scoreWindow({
            rows: {
              n: window.length,
              scores: Float64Array.from(window, ({ p }) => p),
              predictions: { kind: 'classes', codes: Int32Array.from(window, ({ y }) => y), names },
              labels: { kind: 'classes', codes: Int32Array.from(window, ({ id, truth }) => (id % 11 === 0 ? -1 : truth)), names },
              groups: [],
              lists: null,
            },
            settings: QUALITY,
            reference: null,
            isMature: true,
          });
          expect(found?.measures).toEqual(batch.measures);
          expect(found?.state).toBe(batch.state);
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** A shuffle that a seed decides. */
function order(line: string, seed: number): number {
  let hash = seed | 0;
  for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x9e3779b1);
  return hash;
}

test('a sample of half the ids keeps half of the predictions, and exactly their labels', async () => {
  const bed = labelBed({ join_sample: 0.5 });
  bed.now = 20_000;
  const rows = predictions(0, 1000);
  bed.append(logOf(rows));
  bed.append(rows.map(({ id, t, truth }) => labelLine(id, truth, t + 500)).join(''), 'a', 'truth');
  await bed.settle();
  const kept = bed.sample('aiops_label_predictions_total{model="churn",version="1",outcome="kept"}') as number;
  expect([kept > 400, kept < 600]).toEqual([true, true]);
  expect([outcomes(bed), outcomes(bed, '')]).toEqual([{ joined: kept }, { unsampled: 1000 - kept }]);
});

test('groups of the fairness attributes come with their predictions', async () => {
  const bed = labelBed({ fairness: ['segment'] }, { sources: { log: { map: { ...MAP, segment: ['region'] }, idKey: ID_KEY } } });
  bed.now = 5000;
  bed.append(
    predictions(0, 120)
      .map(({ t, y, p, id }) => lineOf({ t, y, p, region: id % 4 < 2 ? 'north' : 'south', actual: id % 4 < 2 ? y : 1 - y }))
      .join(''),
  );
  await bed.settle();
  expect(bed.sample('aiops_fairness_gap{model="churn",version="1",metric="accuracy",attribute="segment"}')).toBe(1);
});

test('labels of another task are begun anew, and that is told', async () => {
  const bed = labelBed();
  bed.now = 5000;
  bed.append(
    predictions(0, 120)
      .map(({ t, y, p, truth }) => lineOf({ t, y, p, actual: truth }))
      .join(''),
  );
  await bed.settle();
  const other = bed.restart({ settings: { quality: { ...QUALITY, task: 'regression', metric: 'mae', positive: null } } });
  await other.settle();
  expect(other.told('labels_begun_anew')).toHaveLength(1);
  expect(other.memory.labels('churn') && [...(other.memory.labels('churn')?.logs() ?? [])]).toEqual([]);
});
