import { describe, expect, test } from 'vitest';
import { PipelineBed, SETTINGS, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import type { ModelSettings } from './model-settings.js';

const OBJECTIVES = { latencyObjective: 0.95, latencyThresholdSeconds: 0.1, errorObjective: 0.99 };
const series = (name: string, slo: string): string => `${name}{model="churn",version="1",slo="${slo}"}`;
const numbers = (bed: PipelineBed, slo: string): (number | undefined)[] => [
  bed.sample(series('aiops_slo_events_total', slo)),
  bed.sample(series('aiops_slo_bad_events_total', slo)),
];
const requests = (from: number, latencies: readonly (number | null)[], s = 200): LogRecord[] =>
  latencies.map((l, k) => ({ t: from + k, l, s }));
const reload = (bed: PipelineBed, changes: Partial<ModelSettings>): void =>
  bed.pipeline.reconfigure(
    () => ({ ...SETTINGS, ...changes }),
    { models: 10, versionsPerModel: 5, featuresPerSource: 100 },
    { seriesBudget: 1000, retireAfterMs: 1e9 },
  );

async function bedWith(settings: Partial<ModelSettings>, records: readonly LogRecord[]): Promise<PipelineBed> {
  const bed = new PipelineBed({ nowMs: 60_000, settings });
  bed.write(records);
  await bed.settle();
  return bed;
}

describe('the objectives of a model', () => {
  test('are exported with the requests they speak of: answers above the threshold, errors and timeouts', async () => {
    const bed = await bedWith(OBJECTIVES, [...requests(0, [10, 100, 100.5, 900]), ...requests(10, [5000], 500)]);
    expect(bed.sample('aiops_slo_objective_ratio{model="churn",slo="latency"}')).toBe(0.95);
    expect(bed.sample('aiops_slo_objective_ratio{model="churn",slo="errors"}')).toBe(0.99);
    // 100 ms is within the threshold of 100 ms; the error was slow, and is no answer.
    expect(numbers(bed, 'latency')).toEqual([4, 2]);
    expect(numbers(bed, 'errors')).toEqual([5, 1]);
  });

  test('that nobody set have no series: a log without a promise cannot break it', async () => {
    const bed = await bedWith({}, requests(0, [10, 900]));
    expect([...bed.samples().keys()].filter((name) => name.startsWith('aiops_slo_'))).toEqual([]);
    expect(bed.sample('aiops_drift_window_seconds{model="churn"}')).toBe(1);
  });

  test('that come by a reload are there from the next commit on', async () => {
    const bed = await bedWith({}, requests(0, [10, 900]));
    reload(bed, OBJECTIVES);
    bed.write(requests(20, [10]));
    await bed.settle();
    expect(numbers(bed, 'latency')).toEqual([3, 1]);
  });
});

describe('slow requests when the threshold changes', () => {
  test('go on from the number shown, whether by a reload or over a restart: a jump would page as an hour of slow answers', async () => {
    const bed = await bedWith(OBJECTIVES, requests(0, [5, 50, 500, 500]));
    expect(numbers(bed, 'latency')).toEqual([4, 2]);
    reload(bed, { ...OBJECTIVES, latencyThresholdSeconds: 0.01 });
    bed.pipeline.refreshExposition();
    bed.write(requests(20, [50]));
    await bed.settle();
    expect(numbers(bed, 'latency')).toEqual([5, 3]);
    const bounds = { ...OBJECTIVES, latencyThresholdSeconds: 0.4, latencyBounds: [0.01, 0.4, 1] };
    const next = bed.restart({ settings: bounds });
    next.write(requests(30, [500, 50]));
    await next.settle();
    expect(numbers(next, 'latency')).toEqual([7, 4]);
    const same = next.restart();
    same.write(requests(40, [500]));
    await same.settle();
    expect(numbers(same, 'latency')).toEqual([8, 5]);
  });
});
