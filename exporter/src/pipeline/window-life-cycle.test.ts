import { describe, expect, test } from 'vitest';
import { baselineOf, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { LOG_MAP, NEW_YEAR_MS, ONE_MODEL_MAP, PipelineBed, linesOf, type LogRecord } from '../../test/pipeline/pipeline-bed.js';

const times = (...all: number[]): LogRecord[] => all.map((t) => ({ t }));
const closedWindows = (bed: PipelineBed): string[] =>
  bed
    .told('window_closed')
    .map(({ model, version, start, rows, how }) => `${model}/${version} +${Date.parse(start) - NEW_YEAR_MS} ${rows} ${how}`);
const rejected = (bed: PipelineBed, source = 'log'): Record<string, number> => ({
  ...bed.status().sources.find(({ name }) => name === source)?.rejected,
});

describe('a window', () => {
  test('closes once its end and the lateness are past in event time', async () => {
    const bed = new PipelineBed({ nowMs: 10_000 });
    bed.write(times(0, 500, 1099));
    await bed.settle();
    expect(closedWindows(bed)).toEqual([]);
    bed.write(times(1100));
    await bed.settle();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 2 watermark']);
  });

  test('takes late events until then, and rejects them as late from then on', async () => {
    const bed = new PipelineBed({ nowMs: 10_000 });
    bed.write(times(0, 1099, 999));
    await bed.settle();
    expect(rejected(bed)).toEqual({});
    bed.write(times(1100));
    await bed.settle();
    bed.write(times(999, 1000));
    await bed.settle();
    expect(rejected(bed)).toEqual({ late: 1 });
    expect(bed.sample('aiops_inference_requests_total{model="churn",version="1",outcome="ok"}')).toBe(5);
  });

  test('of a gap in the log is over too: what comes for it afterwards is late', async () => {
    const bed = new PipelineBed({ nowMs: 60_000 });
    bed.write(times(0, 9000));
    await bed.settle();
    bed.write(times(4500));
    await bed.settle();
    expect(rejected(bed)).toEqual({ late: 1 });
    expect(bed.status().models[0]?.lastWindow?.endMs).toBe(NEW_YEAR_MS + 1000);
  });

  test('closes for all versions of the model at once, each with its own counts', async () => {
    const bed = new PipelineBed({ nowMs: 10_000 });
    bed.write([
      { t: 0, v: '1' },
      { t: 1, v: '2' },
      { t: 2, v: '2' },
      { t: 1500, v: '1' },
    ]);
    await bed.settle();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 1 watermark', 'churn/2 +0 2 watermark']);
  });

  test('is not closed early by an event from a clock that is ahead', async () => {
    const bed = new PipelineBed({ nowMs: 900 });
    bed.write(times(100, 250_000));
    await bed.settle();
    bed.write(times(800));
    bed.now = 1099;
    await bed.settle();
    expect(rejected(bed)).toEqual({});
    expect(closedWindows(bed)).toEqual([]);
    bed.now = 1100;
    await bed.settle();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 2 watermark']);
  });

  test('beyond the clock skew there is none: the event is rejected and moves nothing', async () => {
    const bed = new PipelineBed({ nowMs: 0 });
    bed.write(times(300_000, 300_001));
    await bed.settle();
    expect(rejected(bed)).toEqual({ clock_skew: 1 });
  });

  test.each([
    ['before 1970', { t: -NEW_YEAR_MS - 1 }],
    ['at the end of what a date can hold', { t: -8.64e15 - NEW_YEAR_MS }],
  ])('is not opened %s: the event is a schema fault', async (_, record) => {
    const bed = new PipelineBed({ nowMs: 0 });
    bed.write([record, { t: 0 }]);
    await bed.settle();
    expect(rejected(bed)).toEqual({ schema: 1 });
  });
});

describe('idle closing', () => {
  test('closes a window whose time is over when nothing came for the idle time', async () => {
    const bed = new PipelineBed({ nowMs: 500 });
    bed.write(times(100));
    await bed.settle();
    bed.now = 5499;
    await bed.settle();
    expect(closedWindows(bed)).toEqual([]);
    bed.now = 5500;
    await bed.settle();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 1 idle']);
  });

  test('closes the windows of a silent model while another one of the same log is busy', async () => {
    const bed = new PipelineBed({ nowMs: 500 });
    bed.write([{ t: 100, m: 'silent' }]);
    for (let t = 500; t <= 8000; t += 500) {
      bed.now = t;
      // Always one chunk behind: the log never has no backlog when windows are looked at.
      bed.write([
        { t, m: 'busy' },
        { t: t + 1, m: 'busy' },
      ]);
      (bed.sources.get('log') as { chunkBytes: () => number }).chunkBytes = () => 1;
      await bed.pipeline.step();
      await bed.pipeline.step();
      bed.close();
    }
    expect(bed.sources.get('log')?.backlog()).toEqual(['a']);
    expect(closedWindows(bed)).toContain('silent/1 +0 1 idle');
  });

  test('begins anew after a restart: what was written while the exporter was down is read first', async () => {
    const bed = new PipelineBed({ nowMs: 500 });
    bed.write(times(100));
    await bed.settle();
    const next = bed.restart({ nowMs: 60_000 });
    next.write(times(200));
    next.close();
    await next.settle();
    expect(rejected(next)).toEqual({});
    expect(closedWindows(next)).toEqual([]);
    next.now = 65_000;
    await next.settle();
    expect(closedWindows(next)).toEqual(['churn/1 +0 2 idle']);
  });

  test('is not stopped for hours by a clock that was set back', async () => {
    const bed = new PipelineBed({ nowMs: 3_600_500 });
    bed.write(times(100));
    await bed.settle();
    bed.now = 500;
    await bed.settle();
    bed.now = 5500;
    await bed.settle();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 1 idle']);
  });

  test('does not count the time in which nothing could be read because the disk was full', async () => {
    const bed = new PipelineBed({ nowMs: 500 });
    bed.write(times(100));
    await bed.settle();
    bed.write(times(200));
    await bed.readAll();
    bed.memory.failure = new Error('disk full');
    bed.pipeline.commit();
    bed.now = 60_000;
    bed.close();
    expect(closedWindows(bed)).toEqual([]);
    bed.memory.failure = null;
    bed.pipeline.commit();
    bed.write(times(300));
    await bed.settle();
    expect(rejected(bed)).toEqual({});
    bed.now = 65_000;
    await bed.settle();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 3 idle']);
  });
});

describe('idle closing of pushed events', () => {
  const pushed = (bed: PipelineBed, ...all: number[]): void =>
    void bed.pipeline.intakes.get('log')?.push(Buffer.from(linesOf(times(...all))), null);
  const bedOf = (): PipelineBed => new PipelineBed({ nowMs: 500, sources: { log: { type: 'http' } } });

  test('waits for clients that come back after the exporter was down', () => {
    const bed = bedOf();
    pushed(bed, 100);
    bed.pipeline.commit();
    const next = bed.restart({ nowMs: 3_600_000 });
    next.now += 4999;
    next.close();
    pushed(next, 200);
    expect(rejected(next)).toEqual({});
    next.now += 5000;
    next.close();
    expect(closedWindows(next)).toEqual(['churn/1 +0 2 idle']);
  });

  test('waits for clients that were turned away while the disk was full', () => {
    const bed = bedOf();
    pushed(bed, 100);
    bed.memory.failure = new Error('disk full');
    bed.pipeline.commit();
    bed.now = 3_600_000;
    bed.memory.failure = null;
    bed.pipeline.commit();
    bed.now += 4999;
    bed.close();
    expect(closedWindows(bed)).toEqual([]);
    bed.now += 1;
    bed.close();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 1 idle']);
  });
});

describe('backlog', () => {
  test('of years in hundreds of rotated files loses nothing on the first start, whatever the order of the files', async () => {
    const bed = new PipelineBed({ nowMs: 1_000_000 });
    // Each file holds one window and a bit; the newest file is listed first.
    for (let file = 399; file >= 0; file--) bed.write(times(file * 1500, file * 1500 + 700, file * 1500 + 1400), `log.${file}`);
    (bed.sources.get('log') as { chunkBytes: () => number }).chunkBytes = () => 1;
    let isMore = true;
    while (isMore) {
      isMore = await bed.pipeline.step();
      bed.close();
    }
    await bed.settle();
    expect(rejected(bed)).toEqual({});
    expect(bed.sample('aiops_inference_requests_total{model="churn",version="1",outcome="ok"}')).toBe(1200);
  });

  test('of one source does not hold back models that it cannot carry', async () => {
    const onlyFraud = { ...LOG_MAP, model: { constant: 'fraud' } };
    const bed = new PipelineBed({ nowMs: 20_000, sources: { log: { map: ONE_MODEL_MAP }, other: { map: onlyFraud } } });
    bed.write([{ t: 0 }, { t: 5000 }]);
    bed.write([{ t: 0 }, { t: 1 }], 'b', 'other');
    (bed.sources.get('other') as { chunkBytes: () => number }).chunkBytes = () => 1;
    await bed.pipeline.step();
    bed.close();
    expect(bed.sources.get('other')?.backlog()).toEqual(['b']);
    expect(closedWindows(bed)).toEqual(['churn/1 +0 1 watermark']);
  });

  test('of garbage holds nothing back once it was looked into', async () => {
    const bed = new PipelineBed({ nowMs: 20_000 });
    bed.append('not json\n'.repeat(50), 'garbage');
    bed.write(times(0, 5000));
    (bed.sources.get('log') as { chunkBytes: () => number }).chunkBytes = () => 200;
    for (let i = 0; i < 12; i++) await bed.pipeline.step();
    bed.append('not json\n', 'garbage');
    bed.close();
    expect(closedWindows(bed)).toEqual(['churn/1 +0 1 watermark']);
  });

  test('that cannot be read holds windows back for a minute, then no longer', async () => {
    const bed = new PipelineBed({ nowMs: 20_000, settings: { idleMs: 1e9 } });
    bed.write(times(0, 5000));
    bed.write(times(100), 'locked');
    bed.sources.get('log')?.unreadable.add('locked');
    await bed.settle();
    expect(closedWindows(bed)).toEqual([]);
    bed.now += 59_999;
    await bed.settle();
    expect(closedWindows(bed)).toEqual([]);
    bed.now += 1;
    await bed.settle();
    expect(closedWindows(bed)[0]).toBe('churn/1 +0 1 watermark');
  });
});

test('a source whose disk fails is a state of that source: it is told once, the others go on, and it comes back', async () => {
  const bed = new PipelineBed({ nowMs: 1000, sources: { log: {}, other: {} } });
  const source = bed.sources.get('log');
  if (source) source.failure = new Error('EIO: i/o error');
  bed.write(times(0), 'b', 'other');
  await bed.settle();
  await bed.settle();
  expect(bed.told('source_unreadable')).toEqual([{ kind: 'source_unreadable', source: 'log', path: 'log', error: 'EIO: i/o error' }]);
  expect(bed.status().sources).toMatchObject([
    { name: 'log', isUp: false, problem: 'EIO: i/o error' },
    { name: 'other', isUp: true, events: 1 },
  ]);
  if (source) source.failure = null;
  bed.write(times(1));
  await bed.settle();
  expect(bed.told('source_recovered')).toHaveLength(1);
  expect(bed.status().sources[0]).toMatchObject({ isUp: true, events: 1 });
});

test('a sparse log opens windows faster than they are judged: each call closes a part, and says that more is due', async () => {
  const bed = new PipelineBed({ nowMs: 10_000_000 });
  bed.memory.request(
    baselineOf(
      'churn',
      Array.from({ length: 60 }, (_, i) => numericFeature(`x${i}`)),
    ),
  );
  bed.write(Array.from({ length: 400 }, (_, i) => ({ t: i * 2000 })));
  await bed.readAll();
  expect(bed.pipeline.isCrowded).toBe(true);
  const perCall: number[] = [];
  for (let isMore = true, before = 0; isMore; before = closedWindows(bed).length) {
    isMore = bed.pipeline.closeDueWindows();
    perCall.push(closedWindows(bed).length - before);
    if (bed.pipeline.isCommitUrgent) bed.pipeline.commit();
  }
  expect(perCall.reduce((sum, n) => sum + n, 0)).toBe(399);
  // 200 features a call: the window that fills the measure is still closed.
  expect(Math.max(...perCall)).toBe(4);
  expect(Math.max(...bed.memory.commits.map((commit) => commit.windows.length))).toBeLessThanOrEqual(12);
  const starts = closedWindows(bed).map((line) => Number(/\+(\d+)/.exec(line)?.[1]));
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
});

test('a window length that changed over a restart splits no event: what the old window does not cover is a window of its own', async () => {
  const bed = new PipelineBed({ nowMs: 10_000, settings: { windowMs: 1000, latenessMs: 5000 } });
  bed.write(times(100, 900));
  await bed.settle();
  const next = bed.restart({ settings: { windowMs: 4000, latenessMs: 5000 } });
  next.write(times(950, 1500, 3999, 4000, 20_000));
  next.now = 60_000;
  await next.settle();
  expect(rejected(next)).toEqual({});
  expect(closedWindows(next)).toEqual(['churn/1 +0 3 watermark', 'churn/1 +1000 2 watermark', 'churn/1 +4000 1 watermark']);
});
