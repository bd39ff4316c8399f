import { closeSync, ftruncateSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { RotatingLog } from '../../../test/sources/rotating-log.js';
import { TailConsumer } from '../../../test/sources/tail-consumer.js';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';

const MEGABYTE = 1024 * 1024;

function world(limits: { chunkBytes?: number; maxRecordBytes?: number } = {}): {
  folder: string;
  log: RotatingLog;
  consumer: TailConsumer;
} {
  const folder = temporaryFolder();
  const consumer = new TailConsumer([join(folder, '*')], limits);
  return { folder, consumer, log: new RotatingLog(join(folder, 'a.log'), () => consumer.nowMs) };
}

test.each([
  ['smaller than a chunk', 100],
  ['of several chunks', 1000],
])('a limit %s: a record of exactly the limit is delivered, one byte more is refused', async (_, maxRecordBytes) => {
  for (const pack of [(text: string): Buffer => Buffer.from(text), (text: string): Buffer => gzipSync(text)]) {
    const { folder, consumer } = world({ chunkBytes: 300, maxRecordBytes });
    const [fits, exceeds] = ['f'.repeat(maxRecordBytes), 'e'.repeat(maxRecordBytes + 1)];
    writeFileSync(join(folder, 'a.log'), pack(`before\n${exceeds}\n${fits}\n${exceeds}\nafter\n`));
    await consumer.pass(3000);
    expect(consumer.records).toEqual(['before', `<${maxRecordBytes + 2}>`, fits, `<${maxRecordBytes + 2}>`, 'after']);
  }
});

test('an oversized record is refused once, however it arrives, and never held in memory', async () => {
  const { log, consumer } = world({ chunkBytes: 64 * 1024, maxRecordBytes: MEGABYTE });
  const before = process.memoryUsage().arrayBuffers;
  const fd = openSync(log.path, 'w');
  const block = Buffer.alloc(MEGABYTE, 'x');
  for (let i = 0; i < 96; i++) {
    writeSync(fd, block);
    if (i % 8 === 0) await consumer.pass(500);
  }
  expect(consumer.records).toEqual([]);
  writeSync(fd, '\nafter\n');
  closeSync(fd);
  await consumer.pass(2000);
  expect(consumer.records).toEqual([`<${96 * MEGABYTE + 1}>`, 'after']);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MEGABYTE);
});

test('an oversized record is taken over by a restart in the middle of it', async () => {
  const { log, consumer } = world({ chunkBytes: 300, maxRecordBytes: 500 });
  log.append(`before\n${'x'.repeat(2000)}`);
  await consumer.pass(500);
  consumer.commit();
  await consumer.restart();
  log.append(`${'x'.repeat(2000)}\nafter\n`);
  await consumer.pass(500);
  expect(consumer.records).toEqual(['before', '<4001>', 'after']);
});

test('an oversized last record of a rotated file is refused as well, and the file is done', async () => {
  const { log, consumer } = world({ chunkBytes: 300, maxRecordBytes: 500 });
  log.append(`before\n${'x'.repeat(2000)}`);
  log.rename();
  await consumer.pass(10_000);
  expect(consumer.records).toEqual(['before', '<2000>']);
  expect(consumer.tail.backlog()).toEqual([]);
});

test('an oversized record that the consumer did not take comes again', async () => {
  for (const pack of [(text: string): Buffer => Buffer.from(text), (text: string): Buffer => gzipSync(text)]) {
    const { folder, consumer } = world({ chunkBytes: 300, maxRecordBytes: 500 });
    writeFileSync(join(folder, 'a.log'), pack(`${'x'.repeat(3000)}\nafter\n`));
    await consumer.tail.next(() => 0);
    consumer.nowMs += 1500;
    for (let i = 0; i < 4; i++) await consumer.tail.next(() => 0);
    await consumer.pass(1000);
    expect(consumer.records).toEqual(['<3001>', 'after']);
  }
});

test('a record of several lines is offered in longer and longer chunks, and refused beyond the limit', async () => {
  const { log, consumer } = world({ chunkBytes: 300, maxRecordBytes: 1000 });
  // A CSV record whose quote does not end: the decoder takes nothing of it.
  log.append('0123456789\n'.repeat(1000));
  const offered: number[] = [];
  for (let i = 0; i < 20; i++) {
    const chunk = await consumer.tail.next(() => 0);
    if (!chunk) throw new Error('there must be a chunk');
    if (chunk.oversized !== undefined) break;
    offered.push(chunk.end - chunk.start);
    consumer.tail.advance(chunk, 0);
  }
  expect(offered.length).toBeLessThan(5);
  expect(offered).toEqual([...offered].sort((a, b) => a - b));
  expect(offered[offered.length - 1]).toBeGreaterThan(1000);
});

test('a record of several lines that is not written to its end waits for more', async () => {
  const { log, consumer } = world();
  log.append('"a\nb\n');
  const chunk = await consumer.tail.next(() => 0);
  if (chunk) consumer.tail.advance(chunk, 0);
  expect(await consumer.tail.next(() => 0)).toBeNull();
  log.append('c"\n');
  consumer.nowMs += 300;
  const longer = await consumer.tail.next(() => 0);
  expect(longer?.buffer.toString('utf8', longer.start, longer.end)).toBe('"a\nb\nc"\n');
});

test('a hole before, between and within lines costs no line but a torn one', async () => {
  for (const hole of [64, 5000, 3 * MEGABYTE]) {
    const { log, consumer } = world({ chunkBytes: 4096, maxRecordBytes: 65_536 });
    const zeros = Buffer.alloc(hole);
    log.append(Buffer.concat([zeros, Buffer.from('1\n2\n'), zeros, Buffer.from('3\ntorn'), zeros, Buffer.from('4\n')]));
    await consumer.pass(3000);
    consumer.commit();
    await consumer.restart();
    log.append('5\n');
    await consumer.pass(3000);
    expect(consumer.records).toEqual(['1', '2', '3', 'torn', '4', '5']);
  }
});

test('a hole in a compressed file is passed over as well', async () => {
  const { folder, consumer } = world();
  const zeros = Buffer.alloc(100_000);
  writeFileSync(join(folder, 'a.gz'), gzipSync(Buffer.concat([zeros, Buffer.from('1\n'), zeros, Buffer.from('2\nlast'), zeros])));
  await consumer.pass(5000);
  expect(consumer.records).toEqual(['1', '2', 'last']);
  expect(consumer.tail.backlog()).toEqual([]);
});

test('zero bytes at the end of a growing file may still be written: they are waited for', async () => {
  const { log, consumer } = world();
  const fd = openSync(log.path, 'w');
  ftruncateSync(fd, 10_000);
  writeSync(fd, '1\n2', 0);
  await consumer.pass(60_000);
  expect(consumer.records).toEqual(['1']);
  writeSync(fd, '\n3\n', 3);
  closeSync(fd);
  log.touch();
  await consumer.pass(60_000);
  expect(consumer.records).toEqual(['1', '2', '3']);
});

test('zero bytes at the end of a rotated file hold nothing', async () => {
  const { log, consumer } = world();
  log.append('1\nlast');
  truncateSync(log.path, 10_000);
  log.rename();
  await consumer.pass(10_000);
  expect(consumer.records).toEqual(['1', 'last']);
  expect(consumer.tail.backlog()).toEqual([]);
});

test('truncation under a writer that does not append leaves a hole of any size, and costs nothing', async () => {
  const { log, consumer } = world();
  const fd = openSync(log.path, 'w');
  const first = 'old line\n'.repeat(100);
  writeSync(fd, first);
  await consumer.pass(500);
  consumer.nowMs += 10;
  log.copytruncate();
  writeSync(fd, 'new line\n', first.length);
  closeSync(fd);
  log.touch();
  await consumer.pass(3000);
  expect(consumer.records).toEqual([...new Array<string>(100).fill('old line'), 'new line']);
});

test('a zero byte within a line stays there for the format to refuse', async () => {
  const { log, consumer } = world();
  log.append('a\0b\nc\n');
  await consumer.pass(500);
  expect(consumer.records).toEqual(['a\0b', 'c']);
});
