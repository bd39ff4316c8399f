import { describe, expect, test } from 'vitest';
import { baselineOf, categoricalFeature, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { NEW_YEAR_MS, ONE_MODEL_MAP, PipelineBed, linesOf, type BedOptions } from '../../test/pipeline/pipeline-bed.js';
import { PipelineRunner, type PushReply, type RunnerClock } from './runner.js';

const COMMIT_INTERVAL_MS = 1000;
const batch = Buffer.from(linesOf([{ t: 0 }, { t: 1 }]));

/** A clock that stands still: the loop turns once with each `turn`, and time passes when the test says so. */
class ManualClock implements RunnerClock {
  readonly #bed: PipelineBed;
  #resume: (() => void) | null = null;
  /** How the loop waits now. */
  waits: 'sleeping' | 'breathing' | null = null;

  constructor(bed: PipelineBed) {
    this.#bed = bed;
  }
  nowMs(): number {
    return NEW_YEAR_MS + this.#bed.now;
  }
  sleep(): Promise<void> {
    this.waits = 'sleeping';
    return new Promise((resolve) => (this.#resume = resolve));
  }
  breathe(): Promise<void> {
    this.waits = 'breathing';
    return new Promise((resolve) => (this.#resume = resolve));
  }
  wake(): void {
    if (this.waits === 'sleeping') this.#resume?.();
  }
  /** One turn of the loop, `ms` later. */
  async turn(ms = 0): Promise<void> {
    this.#bed.now += ms;
    this.#resume?.();
    await new Promise(setImmediate);
  }
}

interface Driven {
  readonly bed: PipelineBed;
  readonly clock: ManualClock;
  readonly runner: PipelineRunner;
}

async function drive(options: BedOptions = {}): Promise<Driven> {
  const bed = new PipelineBed({ nowMs: 60_000, sources: { log: { map: ONE_MODEL_MAP }, push: { type: 'http' } }, ...options });
  const clock = new ManualClock(bed);
  const runner = new PipelineRunner(bed.pipeline, clock, COMMIT_INTERVAL_MS);
  runner.start();
  await clock.turn();
  return { bed, clock, runner };
}

/** What a promise came to so far. */
async function stateOf(reply: Promise<PushReply>): Promise<PushReply | 'open'> {
  return Promise.race([reply, new Promise<'open'>((resolve) => setImmediate(() => resolve('open')))]);
}

describe('commits', () => {
  test('come at the interval, not a millisecond earlier', async () => {
    const { bed, clock } = await drive();
    bed.write([{ t: 0 }]);
    const before = bed.memory.commits.length;
    await clock.turn(COMMIT_INTERVAL_MS - 1);
    expect(bed.memory.commits).toHaveLength(before);
    await clock.turn(1);
    expect(bed.memory.commits).toHaveLength(before + 1);
  });

  test('and windows go on when the clock is set back by an hour', async () => {
    const { bed, clock } = await drive();
    bed.write([{ t: 0 }, { t: 5000 }]);
    const before = bed.memory.commits.length;
    await clock.turn(-3_600_000 + 100_000);
    await clock.turn(1);
    expect(bed.memory.commits.length).toBeGreaterThan(before);
  });
});

describe('a push', () => {
  test('is answered once it is durable', async () => {
    const { bed, clock, runner } = await drive();
    await clock.turn(10);
    const reply = runner.push('push', batch, 'k');
    expect(bed.memory.content.keys.size).toBe(0);
    await clock.turn(10);
    expect(await stateOf(reply)).toEqual({ kind: 'accepted', accepted: 2, rejected: {} });
    expect(bed.memory.content.keys.size).toBe(1);
  });

  test('that is a duplicate of one not yet durable waits for the same commit', async () => {
    const { bed, clock, runner } = await drive();
    bed.memory.failure = new Error('disk full');
    const first = runner.push('push', batch, 'k');
    const second = runner.push('push', batch, 'k');
    await clock.turn(10);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['open', 'open']);
    bed.memory.failure = null;
    await clock.turn(1000);
    expect(await stateOf(first)).toMatchObject({ kind: 'accepted' });
    expect(await stateOf(second)).toMatchObject({ kind: 'duplicate', accepted: 2 });
  });

  test('is refused at once while nothing can be committed', async () => {
    const { bed, clock, runner } = await drive();
    bed.write([{ t: 0 }]);
    bed.memory.failure = new Error('disk full');
    await clock.turn(COMMIT_INTERVAL_MS);
    expect(await stateOf(runner.push('push', batch, 'k'))).toEqual({ kind: 'unavailable', why: 'disk full' });
    expect(bed.status().sources.find(({ name }) => name === 'push')?.events).toBe(0);
  });

  test('that waits for a full disk is told after ten seconds that its outcome is open; a retry with its key is counted once', async () => {
    const { bed, clock, runner } = await drive();
    bed.memory.failure = new Error('disk full');
    const reply = runner.push('push', batch, 'k');
    for (let second = 0; second < 9; second++) await clock.turn(1000);
    expect(await stateOf(reply)).toBe('open');
    await clock.turn(1000);
    expect(await stateOf(reply)).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('Idempotency-Key') as string });
    bed.memory.failure = null;
    await clock.turn(1000);
    const retry = runner.push('push', batch, 'k');
    await clock.turn(10);
    expect(await stateOf(retry)).toMatchObject({ kind: 'duplicate', accepted: 2 });
    expect(bed.status().models[0]?.requests).toBe(2);
  });

  test.each([
    ['malformed', 'other', Buffer.from('nonsense\n')],
    ['key_reused', 'k', Buffer.from(linesOf([{ t: 5 }]))],
  ])('that is %s is answered at once', async (kind, key, body) => {
    const { runner } = await drive();
    void runner.push('push', batch, 'k');
    expect(await stateOf(runner.push('push', body, key))).toMatchObject({ kind });
  });

  test('to a source that does not exist, or to an exporter that stops, is refused', async () => {
    const { runner, clock } = await drive();
    expect(await stateOf(runner.push('log', batch, null))).toEqual({ kind: 'unavailable', why: 'no source log takes pushes' });
    const stopped = runner.stop();
    expect(await stateOf(runner.push('push', batch, null))).toEqual({ kind: 'unavailable', why: 'the exporter is stopping' });
    await clock.turn();
    await stopped;
  });

  test('whose columns conflict is refused with what to do', async () => {
    const { bed, runner } = await drive();
    bed.memory.request(baselineOf('churn', [numericFeature('x')]));
    bed.memory.request(baselineOf('fraud', [categoricalFeature('x', ['a'])]));
    const body = Buffer.from(linesOf([{ t: 0 }, { t: 1, m: 'fraud' }]));
    const reply = await stateOf(runner.push('push', body, null));
    expect(reply).toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining('give the models that read it differently') as string,
    });
  });
});

describe('the loop', () => {
  test('does not read while nothing can be committed, and tries again every second', async () => {
    const { bed, clock } = await drive();
    bed.memory.failure = new Error('disk full');
    bed.write([{ t: 0 }]);
    await clock.turn(COMMIT_INTERVAL_MS);
    bed.write([{ t: 1 }]);
    await clock.turn(500);
    expect(bed.status().models[0]?.requests).toBe(1);
    expect(bed.told('commit_failed')).toHaveLength(1);
    await clock.turn(500);
    expect(bed.told('commit_failed')).toHaveLength(2);
    bed.memory.failure = null;
    await clock.turn(1000);
    await clock.turn(100);
    expect(bed.status().models[0]?.requests).toBe(2);
  });

  test('closes what is due before it reads on, a part at a time, and commits in between', async () => {
    const { bed, clock } = await drive({ nowMs: 10_000_000 });
    bed.memory.request(
      baselineOf(
        'churn',
        Array.from({ length: 60 }, (_, i) => numericFeature(`x${i}`)),
      ),
    );
    bed.write(Array.from({ length: 300 }, (_, i) => ({ t: i * 2000 })));
    await clock.turn(100);
    bed.write([{ t: 700_000 }]);
    let turns = 0;
    for (; bed.told('window_closed').length < 299; turns++) await clock.turn(1);
    expect(turns).toBeGreaterThan(50);
    expect(Math.max(...bed.memory.commits.map(({ windows }) => windows.length))).toBeLessThanOrEqual(12);
    expect(bed.status().models[0]?.requests).toBe(300);
  });

  test('sleeps when there is nothing to do and is awake at once when a batch is pushed', async () => {
    const { clock, runner } = await drive();
    await clock.turn(10);
    expect(clock.waits).toBe('sleeping');
    const reply = runner.push('push', batch, null);
    await new Promise(setImmediate);
    expect(await stateOf(reply)).toMatchObject({ kind: 'accepted' });
  });

  test('ends with a last commit', async () => {
    const { bed, clock, runner } = await drive();
    bed.write([{ t: 0 }]);
    await clock.turn(1);
    const stopped = runner.stop();
    await clock.turn();
    await stopped;
    expect(bed.memory.content.sources.get('log')).toMatchObject({ events: 1 });
  });
});

test('a scrape shows what it committed, and leaves windows to the loop', async () => {
  const { bed, clock, runner } = await drive();
  bed.write([{ t: 0 }, { t: 5000 }]);
  await bed.pipeline.step();
  runner.refreshExposition();
  expect(bed.sample('aiops_inference_requests_total{model="churn",version="1",outcome="ok"}')).toBe(2);
  expect(bed.memory.content.sources.get('log')).toMatchObject({ events: 2 });
  expect(bed.told('window_closed')).toEqual([]);
  await clock.turn(100);
  expect(bed.told('window_closed')).toHaveLength(1);
});
