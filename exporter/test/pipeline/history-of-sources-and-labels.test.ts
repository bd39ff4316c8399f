import { expect, test } from 'vitest';
import type { QualitySettings } from '../../src/contract/index.js';
import type { LabelMap } from '../../src/events/index.js';
import { History } from '../../src/pipeline/index.js';
import { ID_KEY, LOG_MAP, NEW_YEAR_MS, PipelineBed, lineOf } from './pipeline-bed.js';

const STEP_MS = 100;
const QUALITY: QualitySettings = {
  ...{ task: 'binary', positive: '1', cut: 0.5, metric: 'accuracy', margin: 0.05, expected: 0.9, min_samples: 20, label_delay_ms: 3000 },
  ...{ label_horizon_ms: 600_000, coverage: 0.8, join_sample: 1, at: 10, fairness: [] },
};
const TRUTH: LabelMap = { requestId: ['id'], model: { constant: 'churn' }, label: ['y'], values: [], time: { path: ['t'], unit: 'ms' } };

/** The value of each series at each moment, counted from the new year. */
async function played(log: string, truth = ''): Promise<(series: string, t: number) => number | undefined> {
  const moments = new Map<string, Map<number, number>>();
  const observer = new History({
    stepMs: STEP_MS,
    feed: { seriesBudget: 20_000, retireAfterMs: 60_000 },
    notify: () => undefined,
    show: (timeMs, families) => {
      for (const line of families.flatMap(({ lines }) => lines.toString().split('\n'))) {
        const at = line.lastIndexOf(' ');
        const series = moments.get(line.slice(0, at)) ?? new Map<number, number>();
        if (at > 0) moments.set(line.slice(0, at), series.set(timeMs - NEW_YEAR_MS, Number(line.slice(at + 1))));
      }
    },
    onClosed: () => undefined,
  });
  const sources = {
    log: { map: { ...LOG_MAP, requestId: ['id'] }, idKey: ID_KEY, course: observer.courseOf('log') },
    truth: { labelMap: TRUTH, idKey: ID_KEY },
  };
  const bed = new PipelineBed({ nowMs: 100_000, sources, observer, settings: { quality: QUALITY, latenessMs: 0 } });
  bed.append(log);
  if (truth !== '') bed.append(truth, 'a', 'truth');
  await bed.settle();
  bed.now += 10_000;
  await bed.settle();
  observer.finish();
  return (series, t) => moments.get(series)?.get(t);
}

test('records count at their time, refused ones at the newest time before them; silence is seen to the end of the history', async () => {
  const log = [
    ...[0, 50, 120].map((t) => lineOf({ t })),
    'no record\n',
    lineOf({ t: 130 }),
    lineOf({ t: 140, m: 'fraud' }),
    lineOf({ t: 2500 }),
  ];
  const at = await played(log.join(''));
  const events = 'aiops_ingest_events_total{source="log",kind="inference"}';
  expect([0, 100, 200, 300, 2500, 2600].map((t) => at(events, t))).toEqual([0, 2, 5, 5, 5, 6]);
  const refused = 'aiops_ingest_rejected_total{source="log",reason="syntax"}';
  expect([0, 100, 200, 2600].map((t) => at(refused, t))).toEqual([0, 0, 1, 1]);
  const newest = 'aiops_ingest_last_event_timestamp_seconds{source="log"}';
  // It is known to the step, and is never later than it was.
  expect(at(newest, 2000)).toBe((NEW_YEAR_MS + 100) / 1000);
  expect(at('aiops_source_model_info{source="log",model="churn"}', 200)).toBe(1);
  expect(at('aiops_source_model_info{source="log",model="fraud"}', 3000)).toBe(1);
  expect(at('aiops_ingest_bytes_total{source="log"}', 200)).toBeUndefined();
});

test('quality is shown from the moment on at which the last label of a window was known, never before', async () => {
  const ids = Array.from({ length: 300 }, (_, id) => id);
  const log = ids.map((id) => lineOf({ t: id * 10, y: id % 2, id: `r${id}` }));
  // In the first two windows every label is wrong; those of the third come at once and are right.
  const truth = ids.map((id) => {
    const [y, t] = id < 200 ? [1 - (id % 2), id * 10 + 1500] : [id % 2, id * 10];
    return `${JSON.stringify({ id: `r${id}`, y, t: NEW_YEAR_MS + t })}\n`;
  });
  // A window beyond them, so that the history goes on.
  const at = await played(log.join('') + lineOf({ t: 6500, id: 'last' }), truth.join(''));
  const degraded = 'aiops_model_quality_degraded{model="churn",version="1"}';
  // The last label of the first window was known at 2490, of the second at 3490; the third is whole when it ends.
  expect([2400, 2500, 2900, 3000].map((t) => at(degraded, t))).toEqual([undefined, 1, 1, 0]);
  expect(at('aiops_model_quality_degraded_windows{model="churn",version="1"}', 2500)).toBe(1);
  const joined = 'aiops_labels_total{model="churn",version="1",outcome="joined"}';
  expect([1000, 1600, 4000].map((t) => at(joined, t))).toEqual([0, 10, 300]);
  // How others fared is not known by the time.
  expect(at('aiops_labels_total{model="churn",version="1",outcome="late"}', 4000)).toBeUndefined();
});
