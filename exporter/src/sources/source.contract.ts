import { expect, test } from 'vitest';
import type { Chunk, PullSource, StreamPosition } from './source.js';

/** What the suite needs of a kind of source. */
export interface SourceHarness {
  /** Puts whole records where the source finds them. */
  put(records: readonly string[]): Promise<void>;
  /** A source that starts from these positions. */
  open(positions: readonly StreamPosition[]): PullSource;
  /** Lets enough time pass for the source to see what was put. */
  pass(): void;
}

/** Every pulled source keeps these rules; they are what makes position and state one commit. */
export function describeSource(kind: string, harness: () => SourceHarness): void {
  const rule = (title: string, run: (harness: SourceHarness) => Promise<void>): void => test(`${kind}: ${title}`, () => run(harness()));

  rule('delivers each record once, in the order it was put', async (world) => {
    await world.put(['a1', 'a2', 'a3']);
    const source = world.open([]);
    expect(await readAll(source)).toEqual(['a1', 'a2', 'a3']);
    await world.put(['a4']);
    world.pass();
    expect(await readAll(source)).toEqual(['a4']);
    await source.close();
  });

  rule('returns the same bytes again until they are folded', async (world) => {
    await world.put(['a1', 'a2']);
    const source = world.open([]);
    const first = text(await chunkOf(source));
    expect(text(await chunkOf(source))).toBe(first);
    await source.close();
  });

  rule('moves by what was folded: the rest of a chunk comes again', async (world) => {
    await world.put(['a1', 'a2', 'a3']);
    const source = world.open([]);
    source.advance(await chunkOf(source), 'a1\n'.length);
    expect(await readAll(source)).toEqual(['a2', 'a3']);
    await source.close();
  });

  rule('goes on at the committed positions, and repeats what was folded after the last commit', async (world) => {
    await world.put(['a1', 'a2', 'a3', 'a4']);
    const source = world.open([]);
    source.advance(await chunkOf(source), 'a1\n'.length);
    const { changed } = source.takeChangedPositions();
    await readAll(source);
    await source.close();
    const again = world.open(throughJson(changed));
    expect(await readAll(again)).toEqual(['a2', 'a3', 'a4']);
    await again.close();
  });

  rule('tells a position once, and again after a failed commit', async (world) => {
    await world.put(['a1']);
    const source = world.open([]);
    await readAll(source);
    const taken = source.takeChangedPositions();
    expect(taken.changed).not.toEqual([]);
    expect(source.takeChangedPositions().changed).toEqual([]);
    source.restoreChangedPositions(taken);
    expect(source.takeChangedPositions().changed).toEqual(taken.changed);
    await source.close();
  });

  rule('keeps the stream of a record across a restart', async (world) => {
    await world.put(['a1', 'a2']);
    const source = world.open([]);
    const chunk = await chunkOf(source);
    const { stream } = chunk;
    source.advance(chunk, 'a1\n'.length);
    const { changed } = source.takeChangedPositions();
    await source.close();
    const again = world.open(throughJson(changed));
    expect((await chunkOf(again)).stream).toBe(stream);
    await again.close();
  });

  rule('has a backlog exactly while there are unread records', async (world) => {
    await world.put(['a1']);
    const source = world.open([]);
    const chunk = await chunkOf(source);
    expect(source.backlog()).toEqual([chunk.stream]);
    expect(source.health()).toMatchObject({ isUp: true, backlogBytes: 3, problem: null });
    source.advance(chunk, chunk.end - chunk.start);
    await readAll(source);
    expect(source.backlog()).toEqual([]);
    expect(source.health()).toMatchObject({ isUp: true, backlogBytes: 0, problem: null });
    await source.close();
  });

  rule('leaves bytes behind a chunk that a decoder may read', async (world) => {
    await world.put(['a1']);
    const source = world.open([]);
    const { buffer, end } = await chunkOf(source);
    // DECODER_PADDING (formats).
    expect(buffer.length - end).toBeGreaterThanOrEqual(16);
    await source.close();
  });
}

function throughJson(positions: readonly StreamPosition[]): StreamPosition[] {
  return JSON.parse(JSON.stringify(positions)) as StreamPosition[];
}

async function chunkOf(source: PullSource): Promise<Chunk> {
  const chunk = await source.next(() => 0);
  if (!chunk) throw new Error('there must be something to read');
  return chunk;
}

function text({ buffer, start, end }: Chunk): string {
  return buffer.toString('utf8', start, end);
}

async function readAll(source: PullSource): Promise<string[]> {
  const records: string[] = [];
  for (;;) {
    const chunk = await source.next(() => 0);
    if (!chunk) return records;
    records.push(...text(chunk).split('\n').filter(Boolean));
    source.advance(chunk, chunk.end - chunk.start);
  }
}
