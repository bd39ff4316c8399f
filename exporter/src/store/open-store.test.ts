import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NEW_YEAR_MS, putSampleRecords, readSampleRecords } from '../../test/store/sample-records.js';
import { temporaryFolder } from '../../test/store/temporary-folder.js';
import { CodedError } from '../contract/index.js';
import { Connection } from './connection.js';
import { STORE_ERRORS } from './errors.js';
import { MIGRATIONS } from './migrations.js';
import { openStore, type StoreOptions } from './open-store.js';
import { setAsideStore } from './set-aside-store.js';
import type { Store } from './store.js';

const open = (folder: string, mode: StoreOptions['mode'] = 'own'): Store => {
  const store = openStore({ folder, mode, nowMs: () => NEW_YEAR_MS });
  onTestFinished(() => store.close());
  return store;
};
const problemOf = (call: () => unknown): CodedError => {
  try {
    call();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};
const filledFolder = (): string => {
  const folder = temporaryFolder();
  const store = open(folder);
  putSampleRecords(store);
  store.close();
  return folder;
};

test('makes the folder and its parents, for the eyes of its owner only', () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  open(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(folder).filter((name) => name.startsWith('aiops.db'))) {
    expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600]);
  }
});

test('keeps the rights of a folder that was there, and hides the database in it', () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  open(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'aiops.db')).mode & 0o777).toBe(0o600);
});

test('commits are synchronous to the disk and go through a write-ahead log', () => {
  const folder = filledFolder();
  open(folder);
  const header = readFileSync(join(folder, 'aiops.db'));
  // Bytes 18 and 19 are 2 in WAL mode (sqlite.org/fileformat.html 1.3.3).
  expect([header[18], header[19]]).toEqual([2, 2]);
  expect(readFileSync(new URL('./open-store.ts', import.meta.url), 'utf8')).toContain('PRAGMA synchronous = FULL');
});

test('a second owner is refused, also in the same process, and may own after the first has closed', () => {
  const folder = filledFolder();
  const first = open(folder);
  const problem = problemOf(() => open(folder));
  expect(problem.code).toBe('STORE_LOCKED');
  expect(problem.message).toBe(`the store in ${folder} is in use by another exporter`);
  expect(problem.advice).toContain('store.path');
  first.close();
  open(folder).close();
});

test('visitors read beside the owner, see its commits, and may write a row', () => {
  const folder = filledFolder();
  const owner = open(folder);
  const visitor = open(folder, 'visit');
  const another = open(folder, 'visit');
  expect(readSampleRecords(visitor)).toEqual(readSampleRecords(owner));
  owner.commit(({ facts }) => facts.put('by', 'owner'));
  expect(visitor.facts.get('by')).toBe('owner');
  visitor.commit(({ facts }) => facts.put('by', 'visitor'));
  expect(owner.facts.get('by')).toBe('visitor');
  expect(another.facts.get('by')).toBe('visitor');
  visitor.close();
  expect(owner.facts.get('by')).toBe('visitor');
});

test('a visitor makes nothing where there is no store', () => {
  const folder = temporaryFolder();
  expect(problemOf(() => open(folder, 'visit')).code).toBe('STORE_MISSING');
  expect(problemOf(() => open(join(folder, 'typo'), 'visit')).code).toBe('STORE_MISSING');
  expect(readdirSync(folder)).toEqual([]);
});

test('a closed store refuses every call and closes twice', () => {
  const store = open(temporaryFolder());
  store.close();
  store.close();
  expect(problemOf(() => store.facts.get('x')).code).toBe('STORE_CLOSED');
  expect(problemOf(() => store.commit(({ facts }) => facts.put('x', 1))).code).toBe('STORE_CLOSED');
});

test('an owner that closes leaves one file that is a whole copy', () => {
  const folder = filledFolder();
  const copy = temporaryFolder();
  copyFileSync(join(folder, 'aiops.db'), join(copy, 'aiops.db'));
  expect(readSampleRecords(open(copy))).toEqual(readSampleRecords(open(folder)));
});

test('a path that is a file, or leads through one, is named', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const mode of ['own', 'visit'] as const) {
    const problem = problemOf(() => open(file, mode));
    expect(problem.code).toBe('STORE_NOT_A_FOLDER');
    expect(problem.message).toContain(file);
  }
  expect(problemOf(() => open(join(file, 'inner'))).code).toBe('STORE_NOT_A_FOLDER');
  mkdirSync(join(folder, 'store', 'aiops.db'), { recursive: true });
  expect(problemOf(() => open(join(folder, 'store'))).code).toBe('STORE_NOT_A_FOLDER');
});

// Permissions do not stop root, so the folder is one that nobody can write: /proc makes no folders.
test('a folder that cannot be made is STORE_NOT_WRITABLE and says why', () => {
  const problem = problemOf(() => open('/proc/aiops'));
  expect(problem.code).toBe('STORE_NOT_WRITABLE');
  expect(problem.message).toMatch(/^store\.path \/proc\/aiops must be writable \(E[A-Z]+: [a-z ]+\)$/);
});

test('a file that is no database is STORE_CORRUPT, named, and left as it is', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'aiops.db');
  const text = 'this is no database\n'.repeat(1000);
  writeFileSync(path, text);
  const problem = problemOf(() => open(folder));
  expect(problem.code).toBe('STORE_CORRUPT');
  expect(problem.message).toContain(path);
  expect(problem.advice).toContain('aiops.db-wal');
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('damaged pages are found by check, or refused with STORE_CORRUPT, and nothing is deleted', () => {
  const folder = filledFolder();
  const path = join(folder, 'aiops.db');
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096 * 3, 4096 * 12);
  writeFileSync(path, bytes);
  const complaints = (): string[] => {
    const store = openStore({ folder, mode: 'own', nowMs: () => NEW_YEAR_MS });
    try {
      return store.check();
    } finally {
      store.close();
    }
  };
  const outcome = ((): string => {
    try {
      return complaints().length > 0 ? 'found by check' : 'unnoticed';
    } catch (error) {
      return (error as CodedError).code;
    }
  })();
  expect(['found by check', 'STORE_CORRUPT']).toContain(outcome);
  expect(readFileSync(path).length).toBe(bytes.length);
});

test('an empty database file, as a crash at the very first start leaves it, becomes a store', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'aiops.db'), '');
  expect(open(folder).positions.of('x')).toEqual([]);
});

test('a failed start gives the lock back', () => {
  const folder = filledFolder();
  const later = new Connection({ folder, path: join(folder, 'aiops.db') });
  later.execute('PRAGMA user_version = 99');
  expect(problemOf(() => open(folder)).code).toBe('STORE_NEWER');
  later.execute(`PRAGMA user_version = ${MIGRATIONS.length}`);
  later.close();
  open(folder);
});

test('setting a store aside moves it with its log, and the next start is empty', () => {
  const folder = filledFolder();
  const aside = setAsideStore(folder, NEW_YEAR_MS);
  expect(aside).toBe(join(folder, 'set-aside-2026-01-01T00-00-00-000Z'));
  const fresh = open(folder);
  expect(fresh.positions.of('scoring')).toEqual([]);
  expect(problemOf(() => setAsideStore(folder, NEW_YEAR_MS + 1)).code).toBe('STORE_LOCKED');
  const moved = open(aside ?? '');
  expect(moved.positions.of('scoring')).toHaveLength(2);
  expect(existsSync(join(folder, 'aiops.db'))).toBe(true);
});

test('setting aside where there is no store does nothing', () => {
  expect(setAsideStore(temporaryFolder(), NEW_YEAR_MS)).toBeNull();
});

test('every error of the table fills its placeholders from what the room passes', () => {
  for (const [code, { message }] of Object.entries(STORE_ERRORS)) {
    expect(code).toMatch(/^STORE_[A-Z_]+$/);
    expect(message).not.toMatch(/\.$/);
  }
});
