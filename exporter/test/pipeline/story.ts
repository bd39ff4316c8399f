import fc from 'fast-check';
import { expect } from 'vitest';
import type { StoredVerdict } from '../../src/contract/index.js';
import type { PipelineStorage } from '../../src/pipeline/index.js';
import type { Log } from './line-source.js';
import { PipelineBed, linesOf, type BedOptions, type LogRecord } from './pipeline-bed.js';

/** A record on its way into the exporter: appended to a file, or pushed. */
interface Entry {
  readonly via: 'a' | 'b' | 'push';
  readonly record: LogRecord;
}

type Act =
  /** The world brings the next entries. */
  | { readonly act: 'write'; readonly count: number }
  /** Each file source folds one chunk of so many bytes. */
  | { readonly act: 'step'; readonly bytes: number }
  | { readonly act: 'close' }
  | { readonly act: 'commit' }
  | { readonly act: 'commit fails' }
  | { readonly act: 'scrape' }
  /** kill -9, a new process, and clients that push again what was not acknowledged. */
  | { readonly act: 'crash' };

/** What happens to an exporter, from its first line to its last scrape. */
export interface Story {
  /** Models that the configuration names; the others are met in the log. */
  readonly expected: readonly string[];
  readonly entries: readonly Entry[];
  readonly acts: readonly Act[];
}

const WINDOW_MS = 400;
const LATENESS_MS = 400;
/** Long enough for all idle windows to close. */
const LONG_AFTER_MS = 1e6;

/** Events in the order of the log, out of order by less than the lateness. */
const entries = fc
  .array(
    fc.record({
      via: fc.constantFrom('a', 'b', 'push'),
      pause: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 0, max: 25 }) }, { weight: 1, arbitrary: fc.constantFrom(0, 1500) }),
      early: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: LATENESS_MS - 1 })),
      m: fc.constantFrom('churn', 'churn', 'churn', 'fraud'),
      v: fc.constantFrom('1', '1', '1', '2'),
      x: fc.oneof(fc.integer({ min: -1, max: 11 }), fc.double({ min: 0, max: 10, noNaN: true }), fc.constantFrom(null, 'word')),
      c: fc.constantFrom('red', 'blue', 'green', null),
      l: fc.oneof(fc.double({ min: 0, max: 2000, noNaN: true }), fc.constantFrom(null, -1)),
      s: fc.constantFrom(200, 200, 500),
      i: fc.integer({ min: 0, max: 5000 }),
    }),
    { minLength: 1, maxLength: 200, size: 'max' },
  )
  .map((raw): Entry[] => {
    let now = LATENESS_MS;
    return raw.map(({ via, pause, early, x, c, ...rest }) => {
      now += pause;
      return { via, record: { ...rest, t: now - early, f: { x, c }, y: c, o: 3 } };
    });
  });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('write'), count: fc.integer({ min: 1, max: 25 }) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('step'), bytes: fc.integer({ min: 1, max: 3000 }) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('close', 'commit', 'scrape') }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('crash', 'commit fails') }) },
);
export const story: fc.Arbitrary<Story> = fc.record({
  expected: fc.subarray(['churn', 'fraud']),
  entries,
  acts: fc.array(act, { maxLength: 60, size: 'max' }),
});

/** Everything that must not depend on how a story was told. */
export interface Ending {
  /** Samples of counts, by name. */
  readonly counts: ReadonlyMap<string, number>;
  /** Samples of sums of floating-point numbers. */
  readonly sums: ReadonlyMap<string, number>;
  readonly verdicts: readonly StoredVerdict[];
}

/** A place to keep state that survives a crash. */
export interface Durable {
  /** Storage as a new process opens it. */
  open(): PipelineStorage;
  /** Makes the next commits fail, or succeed again. */
  setFailure(error: Error | null): void;
  verdicts(): StoredVerdict[];
}

/** Plays a story and tells how it ended; on the way, no counter that was shown may ever go back. */
export async function play({ expected, entries, acts }: Story, durable: Durable, settings: BedOptions['settings'] = {}): Promise<Ending> {
  const log: Log = new Map();
  const options: BedOptions = {
    nowMs: 1_000_000,
    sources: { log: { log }, push: { type: 'http' } },
    expected,
    settings: { windowMs: WINDOW_MS, latenessMs: LATENESS_MS, ...settings },
  };
  let bed = new PipelineBed({ ...options, storage: durable.open() });
  let shown = new Map<string, number>();
  let written = 0;
  /** Pushed and not acknowledged: the next commit acknowledges them. */
  let unacknowledged: { readonly key: string; readonly body: Buffer }[] = [];

  const push = (batch: { readonly key: string; readonly body: Buffer }): void =>
    void bed.pipeline.intakes.get('push')?.push(batch.body, batch.key);
  const write = (count: number): void => {
    for (const { via, record } of entries.slice(written, written + count)) {
      if (via === 'push') {
        // While nothing can be committed pushes are refused; the client comes again.
        const batch = { key: `batch ${written}`, body: Buffer.from(linesOf([record])) };
        unacknowledged.push(batch);
        push(batch);
      } else log.set(via, (log.get(via) ?? '') + linesOf([record]));
      written++;
    }
  };
  const committed = (): void => {
    if (!bed.pipeline.commitProblem) unacknowledged = [];
  };
  const scrape = (): void => {
    bed.pipeline.refreshExposition();
    committed();
    const next = bed.samples();
    for (const [name, value] of shown) if (isAdditive(name)) expect(next.get(name), name).toBeGreaterThanOrEqual(value);
    shown = next;
  };
  const one = async (next: Act): Promise<void> => {
    if (next.act === 'write') write(next.count);
    else if (next.act === 'step') {
      const source = bed.sources.get('log');
      if (source) source.chunkBytes = () => next.bytes;
      if (!bed.pipeline.commitProblem) await bed.pipeline.step();
    } else if (next.act === 'close') bed.pipeline.closeDueWindows();
    else if (next.act === 'scrape') scrape();
    else if (next.act === 'crash') {
      bed = new PipelineBed({ ...options, storage: durable.open() });
      unacknowledged.forEach(push);
    } else {
      durable.setFailure(next.act === 'commit fails' ? new Error('disk full') : null);
      bed.pipeline.commit();
      durable.setFailure(null);
      committed();
    }
  };

  for (const next of acts) await one(next);
  write(entries.length);
  scrape();
  await bed.settle();
  bed.now += LONG_AFTER_MS;
  await bed.settle();
  scrape();
  const samples = [...bed.samples()].filter(([name]) => !name.includes('reason="duplicate"'));
  return {
    counts: new Map(samples.filter(([name]) => !isSum(name))),
    sums: new Map(samples.filter(([name]) => isSum(name))),
    verdicts: durable.verdicts().sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** The same entries, told without any interruption. */
export const uninterrupted = (told: Story): Story => ({ ...told, acts: [] });

export function expectSameEnding(got: Ending, wanted: Ending): void {
  expect(Object.fromEntries(got.counts)).toEqual(Object.fromEntries(wanted.counts));
  expect(got.verdicts).toEqual(wanted.verdicts);
  expect([...got.sums.keys()].sort()).toEqual([...wanted.sums.keys()].sort());
  for (const [name, sum] of wanted.sums)
    expect(Math.abs((got.sums.get(name) ?? NaN) - sum), name).toBeLessThanOrEqual(1e-9 * Math.max(1, sum));
}

function isAdditive(name: string): boolean {
  return /_total\{|_bucket\{|_count\{|_sum\{/.test(name);
}

function isSum(name: string): boolean {
  return /_sum\{|_cost_total\{/.test(name);
}
