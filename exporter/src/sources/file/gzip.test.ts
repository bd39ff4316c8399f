import { readFileSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { RotatingLog } from '../../../test/sources/rotating-log.js';
import { TailConsumer } from '../../../test/sources/tail-consumer.js';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';

function world(pattern = '*'): { folder: string; log: RotatingLog; consumer: TailConsumer } {
  const folder = temporaryFolder();
  const consumer = new TailConsumer([join(folder, pattern)]);
  return { folder, consumer, log: new RotatingLog(join(folder, 'a.log'), () => consumer.nowMs) };
}

/** A file with the mtime of the test's clock: its age counts. */
function put(consumer: TailConsumer, path: string, content: string | Buffer): void {
  writeFileSync(path, content);
  utimesSync(path, consumer.nowMs / 1000, consumer.nowMs / 1000);
}

/** Records that do not compress to nothing. */
const records = (from: number, n: number): string[] =>
  Array.from({ length: n }, (_, i) => `record ${from + i} ${(((from + i) * 2654435761) % 2 ** 32).toString(36).repeat(8)}`);
const lines = (list: readonly string[]): string => list.map((record) => `${record}\n`).join('');

test('a compressed rotation that was not read before is read, with its last line', async () => {
  const { folder, consumer } = world();
  put(consumer, join(folder, 'a.log.1.gz'), gzipSync(`${lines(records(0, 500))}last`));
  await consumer.pass(3000);
  expect(consumer.records).toEqual([...records(0, 500), 'last']);
});

test('what tells a compressed file is its content, not its name', async () => {
  const { folder, consumer } = world();
  put(consumer, join(folder, 'a.log'), gzipSync('packed\n'));
  put(consumer, join(folder, 'b.gz'), 'plain\n');
  await consumer.pass(3000);
  expect([...consumer.records].sort()).toEqual(['packed', 'plain']);
});

test('a log that is compressed after part of it was read goes on where it was, with its first line for the format', async () => {
  const { log, consumer } = world('a.log');
  log.append(lines(records(0, 200)));
  await consumer.step(50);
  consumer.commit();
  await consumer.crash();
  log.gzip(log.rename('numbered', 'wait'));
  consumer.nowMs += 1500;
  consumer.start();
  let chunk = null;
  for (let i = 0; i < 10 && !chunk; i++) chunk = await consumer.step();
  expect(chunk?.head.toString()).toBe(`${records(0, 1)[0]}\n`);
  await consumer.pass(1000);
  expect(consumer.records).toEqual(records(0, 200));
});

test('a log is compressed while it is open and unread: it is read once', async () => {
  const { log, consumer } = world();
  log.append(lines(records(0, 200)));
  await consumer.step(50);
  log.gzip(log.rename());
  await consumer.pass(120_000);
  consumer.commit();
  await consumer.restart();
  await consumer.pass(120_000);
  expect(consumer.records).toEqual(records(0, 200));
});

test('a compressed file that was read to its end is not unpacked again at the next start', async () => {
  const { folder, consumer } = world();
  put(consumer, join(folder, 'a.log.1.gz'), gzipSync(lines(records(0, 500))));
  await consumer.pass(3000);
  consumer.commit();
  await consumer.restart();
  expect(await consumer.step()).toBeNull();
  expect(consumer.tail.backlog()).toEqual([]);
  expect(consumer.tail.health().streams).toMatchObject([{ isDrained: true }]);
});

test('a restart in the middle of a compressed file goes on there', async () => {
  const { folder, consumer } = world();
  put(consumer, join(folder, 'a.log.1.gz'), gzipSync(lines(records(0, 2000))));
  await consumer.pass(300);
  consumer.nowMs += 1000;
  for (let i = 0; i < 10 && consumer.records.length === 0; i++) await consumer.step(700);
  consumer.commit();
  await consumer.step(700);
  await consumer.restart();
  await consumer.pass(3000);
  expect(consumer.records).toEqual(records(0, 2000));
});

test('a compressed file that is written slowly is read as it grows', async () => {
  const { folder, log, consumer } = world();
  const path = join(folder, 'a.log.1.gz');
  const bytes = gzipSync(lines(records(0, 3000)));
  for (let at = 0; at < bytes.length; at += 9000) {
    log.append(bytes.subarray(at, at + 9000), path);
    await consumer.pass(4000);
  }
  expect(consumer.records).toEqual(records(0, 3000));
  expect(consumer.noticesOf('bytes_lost')).toEqual([]);
});

test('all members of a compressed file are read, also one that is appended later', async () => {
  const { folder, log, consumer } = world();
  const path = join(folder, 'a.log.1.gz');
  put(consumer, path, Buffer.concat([gzipSync('1\n'), gzipSync('2\n')]));
  await consumer.pass(3000);
  expect(consumer.records).toEqual(['1', '2']);
  log.append(gzipSync('3\n'), path);
  await consumer.pass(20_000);
  consumer.commit();
  await consumer.restart();
  log.append(gzipSync('4\n'), path);
  await consumer.pass(20_000);
  expect(consumer.records).toEqual(['1', '2', '3', '4']);
});

test('of a torn compressed file the whole lines are read and the loss is told; when it is completed the rest is read', async () => {
  const { folder, log, consumer } = world();
  const path = join(folder, 'a.log.1.gz');
  const bytes = gzipSync(lines(records(0, 3000)));
  log.append(bytes.subarray(0, -9000), path);
  await consumer.pass(60_000);
  const lost = consumer.noticesOf('bytes_lost');
  expect(lost).toHaveLength(1);
  expect(lost[0]?.why).toContain('unexpected end of file');
  const part = consumer.records.length;
  expect(part).toBeGreaterThan(1000);
  expect(consumer.records).toEqual(records(0, part));
  log.append(bytes.subarray(-9000), path);
  await consumer.pass(60_000);
  expect(consumer.records).toEqual(records(0, 3000));
});

test('a file that only looks like gzip is told once, and its repair too', async () => {
  const { folder, consumer } = world();
  const path = join(folder, 'a.log.1.gz');
  put(consumer, path, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]));
  await consumer.pass(30_000);
  expect(consumer.noticesOf('source_unreadable')).toMatchObject([{ path }]);
  expect(consumer.tail.health().problem).toContain('damaged gzip file');
  put(consumer, path, gzipSync('1\n'));
  await consumer.pass(3000);
  expect(consumer.noticesOf('source_recovered')).toMatchObject([{ path }]);
  expect(consumer.records).toEqual(['1']);
});

test.each([
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', [0x42, 0x5a, 0x68]],
])('a file compressed with %s is told and not read as text', async (name, magic) => {
  const { folder, consumer } = world();
  put(consumer, join(folder, 'a.log.1'), Buffer.from([...magic, 10, 10, 65, 10]));
  await consumer.pass(3000);
  expect(consumer.records).toEqual([]);
  expect(consumer.tail.health().problem).toContain(`is compressed with ${name}`);
});

test('an mtime in the future delays nothing', async () => {
  const { folder, consumer } = world();
  const path = join(folder, 'a.log.1.gz');
  put(consumer, path, gzipSync('1\n'));
  utimesSync(path, 9e9, 9e9);
  await consumer.pass(3000);
  expect(consumer.records).toEqual(['1']);
});

test('files that share a long header are told apart when they are compressed', async () => {
  const { folder, consumer } = world('*.gz');
  const header = 'h'.repeat(6000);
  for (const day of [1, 2, 3]) {
    put(consumer, join(folder, `day-${day}.csv.gz`), gzipSync(lines([header, ...records(1000 * day, 10 * (4 - day))])));
    await consumer.pass(3000);
  }
  expect(consumer.records.filter((record) => record !== header)).toEqual([
    ...records(1000, 30),
    ...records(2000, 20),
    ...records(3000, 10),
  ]);
});

test('a nightly compressed backup of a log is not read, also when the log is gone', async () => {
  const { folder, log, consumer } = world();
  log.append(lines(records(0, 100)));
  await consumer.pass(300);
  put(consumer, join(folder, 'a.log.backup.gz'), gzipSync(readFileSync(log.path)));
  await consumer.pass(3000);
  log.append(lines(records(100, 100)));
  await consumer.pass(3000);
  unlinkSync(log.path);
  await consumer.pass(120_000);
  consumer.commit();
  await consumer.restart();
  await consumer.pass(30_000);
  expect(consumer.records).toEqual(records(0, 200));
});

test('windows are held back while a compressed file is not identified', async () => {
  const { folder, consumer } = world();
  put(consumer, join(folder, 'a.log.1.gz'), gzipSync('1\n'));
  await consumer.step();
  expect(consumer.tail.backlog()).toHaveLength(1);
  await consumer.pass(3000);
  expect(consumer.tail.backlog()).toEqual([]);
});
