import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TailConsumer } from '../../../test/sources/tail-consumer.js';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';

const FILES = 10_000;

test('ten thousand files are read once, followed by few open ones, and found again after a restart', async () => {
  const folder = temporaryFolder();
  for (let i = 0; i < FILES; i++) {
    if (i % 1000 === 0) mkdirSync(join(folder, String(i / 1000)));
    writeFileSync(join(folder, String(Math.floor(i / 1000)), `replica-${i}.log`), `{"replica":${i},"n":1}\n`);
  }
  const consumer = new TailConsumer([join(folder, '*', '*.log')]);
  await consumer.drain();
  expect(new Set(consumer.records).size).toBe(FILES);
  consumer.commit();
  const before = readdirSync('/proc/self/fd').length;
  for (let i = 0; i < 3; i++) {
    consumer.nowMs += 61_000;
    await consumer.drain();
  }
  // 800 are kept open.
  expect(before - readdirSync('/proc/self/fd').length).toBeGreaterThan(FILES - 1000);
  appendFileSync(join(folder, '7', 'replica-7777.log'), '{"replica":7777,"n":2}\n');
  await consumer.pass(500);
  consumer.commit();
  await consumer.restart();
  appendFileSync(join(folder, '8', 'replica-8888.log'), '{"replica":8888,"n":2}\n');
  consumer.nowMs += 1000;
  await consumer.drain();
  expect(consumer.records.slice(FILES)).toEqual(['{"replica":7777,"n":2}', '{"replica":8888,"n":2}']);
  await consumer.crash();
});
