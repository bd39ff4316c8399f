import { describe, expect, test } from 'vitest';
import { baselineOf, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { ONE_MODEL_MAP, PipelineBed, linesOf, type LogRecord } from '../../test/pipeline/pipeline-bed.js';

const events = (t: number, n = 100): LogRecord[] => Array.from({ length: n }, (_, i) => ({ t: t + i, f: { x: (i % 10) + 0.5 } }));
const baseline = baselineOf('churn', [numericFeature('x')]);
const requests = (bed: PipelineBed): number | undefined =>
  bed.sample('aiops_inference_requests_total{model="churn",version="1",outcome="ok"}');

describe('while the disk is full', () => {
  test('nothing is exposed that is not durable, and the same is written once there is room', async () => {
    const bed = new PipelineBed({ nowMs: 60_000 });
    bed.memory.request(baseline);
    bed.write(events(0));
    await bed.settle();
    bed.memory.failure = new Error('disk full');
    bed.write([...events(200), ...events(1500)]);
    await bed.readAll();
    bed.close();
    const shown = [...bed.samples()];
    for (let i = 0; i < 3; i++) bed.pipeline.refreshExposition();
    expect([...bed.samples()]).toEqual(shown);
    expect(requests(bed)).toBe(100);
    expect(bed.pipeline.commitProblem?.message).toBe('disk full');
    expect(bed.told('commit_failed')).toHaveLength(3);
    expect(bed.told('verdict_reached')).toHaveLength(0);

    bed.memory.failure = null;
    bed.now += 5000;
    bed.pipeline.refreshExposition();
    expect(requests(bed)).toBe(300);
    expect(bed.memory.content.windows.size).toBe(1);
    expect(bed.memory.content.verdicts).toHaveLength(1);
    expect(bed.told('verdict_reached')).toHaveLength(1);
    expect(bed.told('commit_recovered')).toEqual([{ kind: 'commit_recovered', afterSeconds: 5 }]);
    expect(bed.pipeline.commitProblem).toBeNull();
  });

  test('kill -9 takes nothing away that was shown: the next process reads the log again from the last commit', async () => {
    const bed = new PipelineBed({ nowMs: 60_000 });
    bed.write(events(0));
    await bed.settle();
    bed.memory.failure = new Error('disk full');
    bed.write(events(200));
    await bed.settle();
    bed.memory.failure = null;
    const next = bed.restart();
    await next.settle();
    expect(requests(next)).toBe(200);
  });

  test('windows do not close: silence says nothing while nothing is read', async () => {
    const bed = new PipelineBed({ nowMs: 500 });
    bed.write(events(0));
    await bed.readAll();
    bed.memory.failure = new Error('disk full');
    bed.pipeline.commit();
    bed.now = 1e6;
    expect(bed.pipeline.closeDueWindows()).toBe(false);
    expect(bed.told('window_closed')).toEqual([]);
  });
});

test('a commit holds state and positions of the same moment', async () => {
  const bed = new PipelineBed({ nowMs: 60_000, sources: { log: { map: ONE_MODEL_MAP } } });
  bed.write(events(0, 10));
  (bed.sources.get('log') as { chunkBytes: () => number }).chunkBytes = () => 1;
  for (let i = 1; i <= 10; i++) {
    await bed.pipeline.step();
    bed.pipeline.commit();
    const { positions, sources } = bed.memory.commits.at(-1) ?? {};
    expect(positions?.[0]?.changed[0]?.position).toEqual({ offset: linesOf(events(0, i)).length });
    expect(sources?.[0]?.counters).toMatchObject({ events: i });
  }
});

test('a scrape between the steps of two sources commits what the first one read', async () => {
  const bed = new PipelineBed({ nowMs: 60_000, sources: { log: { map: ONE_MODEL_MAP }, slow: {} } });
  bed.write(events(0));
  const slow = bed.sources.get('slow');
  let release = (): void => undefined;
  if (slow) slow.next = () => new Promise((resolve) => (release = () => resolve(null)));
  const step = bed.pipeline.step();
  await new Promise(setImmediate);
  bed.pipeline.refreshExposition();
  expect(requests(bed)).toBe(100);
  expect(bed.memory.content.sources.get('log')).toMatchObject({ events: 100 });
  release();
  await step;
});

test('nothing is written where nothing changed', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.write(events(0));
  await bed.settle();
  const { length } = bed.memory.commits;
  bed.now += 1000;
  await bed.settle();
  expect(bed.memory.commits).toHaveLength(length);
  expect(bed.pipeline.lastCommitMs).toBe(bed.pipeline.lastCommitMs);
});

test('a fold that breaks off in the middle is not committed: only the last commit is exact then', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.write(events(0));
  await bed.settle();
  bed.write(events(200));
  bed.pipeline.directory.windowOf = () => {
    throw new Error('the store cannot be read');
  };
  bed.pipeline.directory.routesEpoch++;
  await expect(bed.readAll()).rejects.toThrow('folding a chunk of source log broke off');
  expect(() => bed.pipeline.refreshExposition()).toThrow('will not be committed');
  const next = bed.restart();
  await next.settle();
  expect(requests(next)).toBe(200);
});

test('streams that the source forgets leave nothing behind', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.write(events(0), 'a');
  bed.write(events(0), 'b');
  await bed.settle();
  bed.sources.get('log')?.forget('a');
  bed.write(events(200), 'b');
  await bed.settle();
  expect(bed.memory.positions('log').map(({ stream }) => stream)).toEqual(['b']);
});

test('a sum of seconds does not shrink by its last bit when a window closes: Prometheus would take that for a counter reset', async () => {
  const bed = new PipelineBed({ nowMs: 60_000, settings: { latenessMs: 2000 } });
  const sum = (): number => bed.sample('aiops_inference_latency_seconds_sum{model="churn",version="1"}') ?? 0;
  bed.write([{ t: 0, l: 1 }]);
  bed.write([
    { t: 2500, l: 11 },
    { t: 1500, l: 1 },
  ]);
  await bed.settle();
  const before = sum();
  bed.write([{ t: 4100, l: 0 }]);
  await bed.settle();
  // 0.001 + 0.011 + 0.001 is 0.013000000000000001, 0.001 + 0.001 + 0.011 is 0.013.
  expect(bed.told('window_closed').length).toBe(2);
  expect(sum()).toBeGreaterThanOrEqual(before);
});
