import { execFileSync } from 'node:child_process';
import { closeSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';
import { fileKey, openSeen, statPath } from './file-stat.js';

test('opens the file that was seen, and not another one that took its name since', () => {
  const path = join(temporaryFolder(), 'a');
  writeFileSync(path, 'first');
  const key = fileKey(statPath(path));
  const opened = openSeen(path, key);
  expect(opened?.stat).toMatchObject({ size: 5, type: 'file', links: 1 });
  // Renamed on top, so that the inode number cannot be the same.
  writeFileSync(`${path}.new`, 'second');
  renameSync(`${path}.new`, path);
  expect(openSeen(path, key)).toBeNull();
  rmSync(path);
  expect(openSeen(path, key)).toBeNull();
  if (opened) closeSync(opened.fd);
});

test('a FIFO that took the name of a file is refused without waiting for a writer', () => {
  const path = join(temporaryFolder(), 'a');
  writeFileSync(path, 'first');
  const key = fileKey(statPath(path));
  rmSync(path);
  execFileSync('mkfifo', [path]);
  expect(openSeen(path, key)).toBeNull();
});
