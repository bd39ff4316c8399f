import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TailConsumer } from '../../../test/sources/tail-consumer.js';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';

test('folders, FIFOs and dangling links beside the logs are passed over by a pattern', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.log'), '1\n');
  mkdirSync(join(folder, 'archive'));
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  symlinkSync(join(folder, 'circle'), join(folder, 'circle'));
  const consumer = new TailConsumer([join(folder, '*')]);
  await consumer.pass(1000);
  expect(consumer.records).toEqual(['1']);
  expect(consumer.noticesOf('source_unreadable').map(({ path }) => path)).toEqual([join(folder, 'circle')]);
});

test('a folder that is named without a wildcard is a problem, told once, and so is its end', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a.log');
  mkdirSync(path);
  const consumer = new TailConsumer([path]);
  await consumer.pass(5000);
  expect(consumer.noticesOf('source_unreadable')).toMatchObject([
    { path, error: 'is a folder, not a file: name the files in it, as in folder/*.jsonl' },
  ]);
  expect(consumer.tail.health()).toMatchObject({ isUp: false });
  rmSync(path, { recursive: true });
  writeFileSync(path, '1\n');
  await consumer.pass(5000);
  expect(consumer.noticesOf('source_recovered')).toMatchObject([{ path }]);
  expect(consumer.tail.health()).toMatchObject({ isUp: true, problem: null });
});

test('a missing folder is told, and its files are read when it is mounted', async () => {
  const folder = join(temporaryFolder(), 'logs');
  const consumer = new TailConsumer([join(folder, '*.log')]);
  await consumer.pass(1000);
  expect(consumer.tail.health().problem).toBe(`${folder} does not exist: mount the log folder or correct the pattern`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.log'), '1\n');
  await consumer.pass(1000);
  expect(consumer.records).toEqual(['1']);
  expect(consumer.tail.health().isUp).toBe(true);
});

test('no file at all is a problem, an empty one is none', async () => {
  const folder = temporaryFolder();
  const consumer = new TailConsumer([join(folder, '*.log')]);
  await consumer.pass(1000);
  expect(consumer.tail.health()).toMatchObject({ isUp: false });
  writeFileSync(join(folder, 'a.log'), '');
  await consumer.pass(1000);
  expect(consumer.tail.health()).toMatchObject({ isUp: true, backlogBytes: 0, problem: null });
});

test('positions outlast a folder that is not there at a start', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a.log');
  writeFileSync(path, '1\n2\n');
  const consumer = new TailConsumer([join(folder, '*.log')]);
  await consumer.pass(500);
  consumer.commit();
  await consumer.crash();
  rmSync(path);
  consumer.start();
  await consumer.pass(5000);
  consumer.commit();
  writeFileSync(path, '1\n2\n3\n');
  await consumer.pass(5000);
  expect(consumer.records).toEqual(['1', '2', '3']);
});

test('a file without read permission is told and the others are read; with it, it is read', async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const [closed, open] = [join(folder, 'closed.log'), join(folder, 'open.log')];
  writeFileSync(closed, '1\n', { mode: 0o000 });
  writeFileSync(open, '2\n', { mode: 0o644 });
  const consumer = new TailConsumer([join(folder, '*.log')]);
  // Permissions do not stop root, who becomes somebody else for a moment.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await consumer.pass(5000);
    expect(consumer.records).toEqual(['2']);
    expect(consumer.noticesOf('source_unreadable')).toMatchObject([{ path: closed }]);
    expect(consumer.tail.health().problem).toContain('EACCES');
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
  chmodSync(closed, 0o644);
  await consumer.pass(1000);
  expect(consumer.records).toEqual(['2', '1']);
  expect(consumer.tail.health().isUp).toBe(true);
});

test('a file whose name is no UTF-8 is read', async () => {
  const folder = temporaryFolder();
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.log')]), '1\n');
  const consumer = new TailConsumer([join(folder, '*.log')]);
  await consumer.pass(500);
  consumer.commit();
  await consumer.restart();
  await consumer.pass(500);
  expect(consumer.records).toEqual(['1']);
});
