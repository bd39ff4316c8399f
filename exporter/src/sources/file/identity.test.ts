import { copyFileSync, linkSync, renameSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RotatingLog } from '../../../test/sources/rotating-log.js';
import { TailConsumer } from '../../../test/sources/tail-consumer.js';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';

interface World {
  folder: string;
  log: RotatingLog;
  consumer: TailConsumer;
  /** `n` records from number `from` on, of 100 bytes each with their newlines. */
  records: (from: number, n: number) => string[];
}

function world(pattern = '*'): World {
  const folder = temporaryFolder();
  const consumer = new TailConsumer([join(folder, pattern)]);
  const log = new RotatingLog(join(folder, 'a.log'), () => consumer.nowMs);
  const records = (from: number, n: number): string[] => Array.from({ length: n }, (_, i) => `record ${from + i} `.padEnd(99, '.'));
  return { folder, log, consumer, records };
}

const lines = (records: readonly string[]): string => records.map((record) => `${record}\n`).join('');

async function readAndCommit({ consumer }: World): Promise<void> {
  await consumer.pass(300);
  consumer.commit();
}

test.each([100, 1100, 6000])('files that share a header of %i bytes are all read, whatever their sizes', async (headerBytes) => {
  const w = world('*.csv');
  const header = 'h'.repeat(headerBytes);
  const expected: string[] = [];
  for (const [day, rows] of [30, 1, 0, 12, 31].entries()) {
    const own = w.records(100 * day, rows);
    writeFileSync(join(w.folder, `day-${day}.csv`), lines([header, ...own]));
    expected.push(...own);
    await readAndCommit(w);
  }
  await w.consumer.restart();
  await readAndCommit(w);
  expect(w.consumer.committed.filter((record) => record !== header)).toEqual(expected);
});

test('a file is not taken for one that is gone because both begin with the same long header', async () => {
  const w = world('*.csv');
  const header = 'h'.repeat(6000);
  for (const [day, rows] of [10, 20, 5].entries()) {
    const path = join(w.folder, `day-${day}.csv`);
    w.log.append(lines([header, ...w.records(100 * day, rows)]), path);
    await readAndCommit(w);
    unlinkSync(path);
    await w.consumer.pass(70_000);
  }
  const expected = [...w.records(0, 10), ...w.records(100, 20), ...w.records(200, 5)];
  expect(w.consumer.committed.filter((record) => record !== header)).toEqual(expected);
});

test.each(['while it is watched', 'while the exporter is down'])(
  'a truncated file that begins with the same long header is read again (%s)',
  async (when) => {
    const w = world('a.log');
    const header = 'h'.repeat(6000);
    w.log.append(lines([header, ...w.records(0, 10)]));
    await readAndCommit(w);
    if (when !== 'while it is watched') await w.consumer.crash();
    truncateSync(w.log.path, 0);
    w.log.append(lines([header, ...w.records(10, 25)]));
    if (when !== 'while it is watched') w.consumer.start();
    await readAndCommit(w);
    expect(w.consumer.committed.filter((record) => record !== header)).toEqual(w.records(0, 35));
  },
);

test('the head that is stored grows with a young file', async () => {
  const w = world();
  const headBytes = (): unknown => [...w.consumer.positions.values()].map(({ position }) => (position['head'] as { bytes: number }).bytes);
  w.log.append(lines(w.records(0, 1)));
  await readAndCommit(w);
  expect(headBytes()).toEqual([64]);
  w.log.append(lines(w.records(1, 60)));
  await readAndCommit(w);
  expect(headBytes()).toEqual([4096]);
});

test('a file that was seen and is truncated before it is read leaves nothing behind: its copy is read', async () => {
  const w = world();
  const other = new RotatingLog(join(w.folder, 'b.log'), () => w.consumer.nowMs);
  w.log.append(lines(w.records(0, 5)));
  other.append(lines(w.records(100, 5)));
  await w.consumer.step();
  w.consumer.nowMs += 10;
  other.copytruncate();
  // No look at the folder in between: the reader is the first to see it.
  await w.consumer.step();
  await readAndCommit(w);
  expect([...w.consumer.committed].sort()).toEqual([...w.records(0, 5), ...w.records(100, 5)].sort());
});

test('a copy of what was read does not take the place of a file that holds more', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 10)));
  await readAndCommit(w);
  await w.consumer.crash();
  copyFileSync(w.log.path, join(w.folder, 'a.copy'));
  w.log.append(lines(w.records(10, 10)));
  w.log.gzip(w.log.rename());
  w.consumer.nowMs += 5000;
  w.consumer.start();
  await w.consumer.pass(5000);
  w.consumer.commit();
  expect(w.consumer.committed).toEqual(w.records(0, 20));
});

test('a file that was truncated and has grown past the old position is read from its beginning', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 10)));
  await readAndCommit(w);
  truncateSync(w.log.path, 0);
  w.log.append(lines(w.records(10, 25)));
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual(w.records(0, 35));
});

test('a file that was written anew with the same size is read again', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 10)));
  await readAndCommit(w);
  truncateSync(w.log.path, 0);
  w.log.append(lines(w.records(10, 10)));
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual([...w.records(0, 10), ...w.records(10, 10)]);
});

test.each([5, 10, 60])('an inode that another file of %i records got while the exporter was down is read from its beginning', async (n) => {
  const w = world();
  w.log.append(lines(w.records(0, 10)));
  await readAndCommit(w);
  await w.consumer.crash();
  // The same inode with other content is what reuse comes to.
  truncateSync(w.log.path, 0);
  renameSync(w.log.path, join(w.folder, 'b.log'));
  w.log.append(lines(w.records(100, n)), join(w.folder, 'b.log'));
  w.consumer.start();
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual([...w.records(0, 10), ...w.records(100, n)]);
});

test('a log is found again after a remount, under other device and inode numbers', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 10)));
  await readAndCommit(w);
  for (const [stream, { position }] of w.consumer.positions)
    w.consumer.positions.set(stream, { stream, position: { ...position, dev: '99', ino: '99' } });
  w.log.append(lines(w.records(10, 5)));
  await w.consumer.restart();
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual(w.records(0, 15));
});

test('a copy in the making is not read at any of its lengths', async () => {
  const w = world();
  const content = lines(w.records(0, 60));
  w.log.append(content);
  await readAndCommit(w);
  for (let at = 0; at < content.length; at += 731) {
    w.log.append(content.slice(at, at + 731), join(w.folder, 'copy'));
    await w.consumer.pass(3000);
  }
  w.consumer.commit();
  expect(w.consumer.committed).toEqual(w.records(0, 60));
});

test('a copy stays unread when its original is gone, and after a restart', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 10)));
  await readAndCommit(w);
  copyFileSync(w.log.path, join(w.folder, 'copy'));
  w.log.append(lines(w.records(10, 10)));
  await w.consumer.pass(2000);
  w.consumer.commit();
  unlinkSync(w.log.path);
  await w.consumer.pass(70_000);
  await w.consumer.restart();
  await w.consumer.pass(70_000);
  w.consumer.commit();
  expect(w.consumer.committed).toEqual(w.records(0, 20));
});

test('a copy that goes on as a file of its own is read where it differs', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 3)));
  await readAndCommit(w);
  w.log.append(lines(w.records(0, 1)), join(w.folder, 'b.log'));
  await readAndCommit(w);
  w.log.append(lines(w.records(50, 3)), join(w.folder, 'b.log'));
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual([...w.records(0, 3), ...w.records(0, 1), ...w.records(50, 3)]);
});

test('two names and two patterns of one file deliver it once, and removing a name changes nothing', async () => {
  const folder = temporaryFolder();
  const consumer = new TailConsumer([join(folder, '*.log'), join(folder, 'a*'), join(folder, '**', 'a.log')]);
  const log = new RotatingLog(join(folder, 'a.log'), () => consumer.nowMs);
  const w: World = { ...world(), folder, consumer, log };
  log.append(lines(w.records(0, 5)));
  linkSync(log.path, join(folder, '0-first-by-name.log'));
  symlinkSync(log.path, join(folder, 'z.log'));
  await readAndCommit(w);
  unlinkSync(join(folder, '0-first-by-name.log'));
  log.append(lines(w.records(5, 5)));
  await readAndCommit(w);
  expect(consumer.committed).toEqual(w.records(0, 10));
});

test('what is left in the former target of a link is read, also if the link moved on while the exporter was down', async () => {
  const w = world('current');
  const [monday, tuesday] = [join(w.folder, 'app-monday.log'), join(w.folder, 'app-tuesday.log')];
  w.log.append(lines(w.records(0, 5)), monday);
  symlinkSync(monday, join(w.folder, 'current'));
  await readAndCommit(w);
  await w.consumer.crash();
  w.log.append(lines(w.records(5, 5)), monday);
  w.log.append(lines(w.records(10, 5)), tuesday);
  unlinkSync(join(w.folder, 'current'));
  symlinkSync(tuesday, join(w.folder, 'current'));
  w.consumer.start();
  await readAndCommit(w);
  expect([...w.consumer.committed].sort()).toEqual([...w.records(0, 15)].sort());
});

test('a log that rsync replaces by a longer copy goes on where it was', async () => {
  const w = world();
  for (let round = 0; round < 5; round++) {
    if (round > 0) w.log.replace();
    w.log.append(lines(w.records(10 * round, 10)));
    await readAndCommit(w);
  }
  expect(w.consumer.committed).toEqual(w.records(0, 50));
});

test('a log that lost its end in a power failure is not read again', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 100)));
  await readAndCommit(w);
  await w.consumer.crash();
  truncateSync(w.log.path, 7300);
  w.consumer.start();
  await readAndCommit(w);
  w.log.append(lines(w.records(100, 5)));
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual(w.records(0, 105));
});

test('a log whose end became zero bytes in a power failure is not read again', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 100)));
  await readAndCommit(w);
  await w.consumer.crash();
  truncateSync(w.log.path, 7300);
  truncateSync(w.log.path, 10_000);
  w.log.append(lines(w.records(100, 5)));
  w.consumer.start();
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual(w.records(0, 105));
});

test('a log that is truncated between reading and folding does not pass its new head for the old one', async () => {
  const w = world();
  w.log.append(lines(w.records(0, 3)));
  const chunk = await w.consumer.tail.next(() => 0);
  w.consumer.nowMs += 10;
  w.log.append(lines(w.records(3, 3)));
  copyFileSync(w.log.path, join(w.folder, 'a.log.1'));
  truncateSync(w.log.path, 0);
  w.log.append(lines(w.records(6, 3)));
  if (chunk) w.consumer.tail.advance(chunk, chunk.end - chunk.start);
  await readAndCommit(w);
  // The first three were folded by hand.
  expect([...w.consumer.committed].sort()).toEqual(w.records(3, 6));
});

test('an inode that was known by the beginning of a record alone, and holds a copy of an older file now, is not read again', async () => {
  const w = world('a.log*');
  const old = w.records(0, 4);
  w.log.append(lines(old));
  await readAndCommit(w);
  unlinkSync(w.log.copytruncate());
  w.log.append('rec');
  await readAndCommit(w);
  await w.consumer.crash();
  // In place, so that the inode stays: what the file system does by chance when it gives a free one to a copy.
  writeFileSync(w.log.path, lines(old));
  w.consumer.start();
  await readAndCommit(w);
  w.log.append(lines(w.records(4, 1)));
  await readAndCommit(w);
  expect(w.consumer.committed).toEqual(w.records(0, 5));
});
