import { mkdirSync, renameSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RotatingLog } from '../../../test/sources/rotating-log.js';
import { TailConsumer } from '../../../test/sources/tail-consumer.js';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';
import { FINAL_GRACE_MS } from './file-registry.js';
import { LOSS_GRACE_MS } from './losses.js';

function world(pattern: string): { folder: string; log: RotatingLog; consumer: TailConsumer } {
  const folder = temporaryFolder();
  const consumer = new TailConsumer([join(folder, pattern)]);
  return { folder, consumer, log: new RotatingLog(join(folder, 'a.log'), () => consumer.nowMs) };
}

test('rotations that no pattern matches are read to their end, however many there were between two looks', async () => {
  const { log, consumer } = world('a.log');
  log.append('1\n');
  await consumer.pass(300);
  for (let n = 2; n <= 9; n++) {
    consumer.nowMs += 5;
    log.append(`${n}\n`);
    if (n % 2 === 0) log.rename();
    else log.copytruncate();
  }
  log.append('10\n');
  await consumer.pass(300);
  expect([...consumer.records].sort((a, b) => Number(a) - Number(b))).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
});

test('rotations that were made while the exporter was down are read', async () => {
  const { log, consumer } = world('a.log');
  log.append('1\n');
  await consumer.pass(300);
  consumer.commit();
  await consumer.crash();
  for (const n of [2, 3, 4]) {
    consumer.nowMs += 1000;
    log.append(`${n}\n`);
    log.gzip(log.rename('dated', n === 4 ? 'wait' : 'create'));
  }
  consumer.start();
  await consumer.pass(3000);
  expect([...consumer.records].sort()).toEqual(['1', '2', '3', '4']);
});

test('rotations from before the log was first read are left alone, also when they are compressed later', async () => {
  const { log, consumer } = world('a.log');
  log.append('old\n');
  const old = log.rename('dated');
  consumer.nowMs += 1000;
  log.append('new\n');
  await consumer.pass(3000);
  log.gzip(old);
  consumer.commit();
  await consumer.restart();
  await consumer.pass(3000);
  expect(consumer.committed).toEqual(['new']);
});

test('a neighbour whose name ends in a number is no rotation', async () => {
  const { log, folder, consumer } = world('replica');
  log.append('mine\n', join(folder, 'replica'));
  await consumer.pass(300);
  log.append('not mine\n', join(folder, 'replica-2'));
  await consumer.pass(3000);
  expect(consumer.records).toEqual(['mine']);
});

test('the last line of a rotated file counts without its newline when it has been quiet, and not before', async () => {
  const { log, consumer } = world('*');
  log.append('whole\nlast');
  await consumer.pass(250);
  log.rename();
  await consumer.pass(FINAL_GRACE_MS);
  expect(consumer.records).toEqual(['whole']);
  await consumer.pass(500);
  expect(consumer.records).toEqual(['whole', 'last']);
});

test('a file that is renamed to any name is complete when it has been quiet', async () => {
  const { folder, log, consumer } = world('*');
  log.append('whole\nlast');
  await consumer.pass(300);
  renameSync(log.path, join(folder, 'old'));
  await consumer.pass(FINAL_GRACE_MS + 500);
  expect(consumer.records).toEqual(['whole', 'last']);
});

test('a line that is ended late in a rotated file is one line', async () => {
  const { log, consumer } = world('*');
  log.append('whole\nla');
  await consumer.pass(250);
  const rotated = log.rename();
  await consumer.pass(FINAL_GRACE_MS - 500);
  log.append('st', rotated);
  await consumer.pass(FINAL_GRACE_MS - 500);
  log.append('\n', rotated);
  await consumer.pass(10_000);
  expect(consumer.records).toEqual(['whole', 'last']);
});

test('the last line of a rotated file counts also after a restart', async () => {
  const { log, consumer } = world('*');
  log.append('whole\nlast');
  log.rename();
  await consumer.pass(500);
  consumer.commit();
  await consumer.restart();
  await consumer.pass(FINAL_GRACE_MS + 500);
  expect(consumer.records).toEqual(['whole', 'last']);
});

test('a line without newline under its own name waits, however long', async () => {
  const { log, consumer } = world('*');
  log.append('whole\nla');
  await consumer.pass(3_600_000);
  expect(consumer.records).toEqual(['whole']);
  log.append('st\n');
  await consumer.pass(300);
  expect(consumer.records).toEqual(['whole', 'last']);
});

test('a file that is deleted after it was seen is read to its end', async () => {
  const { log, consumer } = world('*');
  log.append('1\n2\n');
  await consumer.step(1);
  log.append('3\nlast');
  unlinkSync(log.path);
  await consumer.pass(FINAL_GRACE_MS + 500);
  expect(consumer.records).toEqual(['1', '2', '3', 'last']);
});

test('a file that was moved away is followed while its writer goes on, and for a minute after', async () => {
  const { folder, log, consumer } = world('*.log');
  log.append('1\n');
  await consumer.pass(300);
  mkdirSync(join(folder, 'archive'));
  renameSync(log.path, join(folder, 'archive', 'a'));
  await consumer.pass(59_000);
  log.append('2\n', join(folder, 'archive', 'a'));
  await consumer.pass(1000);
  expect(consumer.records).toEqual(['1', '2']);
  expect(consumer.tail.health().streams).toHaveLength(1);
  await consumer.pass(61_000);
  expect(consumer.tail.health().streams).toHaveLength(0);
});

test('unread bytes of which no copy turns up are told to be lost, and those of which one does are not', async () => {
  const { log, consumer } = world('a.log*');
  log.append('12345\n');
  await consumer.step();
  log.append('67890\n'.repeat(700));
  consumer.nowMs += 300;
  await consumer.step();
  log.copytruncate();
  await consumer.pass(2 * LOSS_GRACE_MS);
  expect(consumer.noticesOf('bytes_lost')).toEqual([]);
  log.append('abcde\n'.repeat(1000));
  consumer.nowMs += 300;
  await consumer.step();
  unlinkSync(log.copytruncate());
  await consumer.pass(2 * LOSS_GRACE_MS);
  expect(consumer.noticesOf('bytes_lost')).toMatchObject([
    { path: log.path, count: 6000 - consumer.records.filter((r) => r === 'abcde').length * 6 },
  ]);
});

test('bytes behind the last whole record are told to be lost, also when the truncation is met while reading', async () => {
  const { log, consumer } = world('a.log');
  log.append('12345\n678');
  // The chunk was read and the file not looked at since: no time passes.
  await consumer.step();
  truncateSync(log.path, 0);
  await consumer.drain();
  await consumer.pass(2 * LOSS_GRACE_MS);
  expect(consumer.records).toEqual(['12345']);
  expect(consumer.noticesOf('bytes_lost')).toMatchObject([{ path: log.path, count: 3 }]);
});

test('windows are held back while unread bytes may turn up in a copy', async () => {
  const { log, consumer } = world('a.log');
  log.append('1\n');
  await consumer.step();
  log.append('2\n'.repeat(5000));
  consumer.nowMs += 300;
  await consumer.step();
  const [stream] = consumer.tail.backlog();
  const copy = log.copytruncate();
  unlinkSync(copy);
  await consumer.pass(500);
  expect(consumer.tail.backlog()).toEqual([stream]);
  await consumer.pass(LOSS_GRACE_MS);
  expect(consumer.tail.backlog()).toEqual([]);
});
