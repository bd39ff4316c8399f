import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { NEW_YEAR_MS, putSampleRecords, readSampleRecords } from '../../test/store/sample-records.js';
import { temporaryFolder } from '../../test/store/temporary-folder.js';
import { Connection } from './connection.js';
import { APPLICATION_ID, MIGRATIONS, migrate, schemaVersion } from './migrations.js';
import { openStore } from './open-store.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/store/', import.meta.url));
const nowMs = (): number => NEW_YEAR_MS;
const VERSIONS = MIGRATIONS.map((_, i) => i + 1);

const connectTo = (folder: string): Connection => new Connection({ folder, path: join(folder, 'aiops.db') });
/** Tables, indexes and triggers with the text that made them. */
const schemaOf = (folder: string): unknown => {
  const connection = connectTo(folder);
  const schema = connection.reader('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();
  connection.close();
  return schema;
};
const newStore = (): string => {
  const folder = temporaryFolder();
  openStore({ folder, mode: 'own', nowMs }).close();
  return folder;
};
const fixtureCopy = (version: number): string => {
  const folder = temporaryFolder();
  copyFileSync(join(FIXTURES, `v${version}.db`), join(folder, 'aiops.db'));
  return folder;
};

test('a database of every schema version is a fixture', () => {
  const path = join(FIXTURES, `v${MIGRATIONS.length}.db`);
  if (existsSync(path)) return;
  const folder = temporaryFolder();
  const store = openStore({ folder, mode: 'own', nowMs });
  putSampleRecords(store);
  store.close();
  mkdirSync(FIXTURES, { recursive: true });
  copyFileSync(join(folder, 'aiops.db'), path);
  expect.fail(
    `the fixture of schema version ${MIGRATIONS.length} was missing and has been written to ${path}: commit it, it is kept for ever`,
  );
});

test.each(VERSIONS)('a store of schema version %i opens with all its records', async (version) => {
  const store = openStore({ folder: fixtureCopy(version), mode: 'own', nowMs });
  await expect(`${JSON.stringify(readSampleRecords(store), null, 2)}\n`).toMatchFileSnapshot(join(FIXTURES, `v${version}.expected.json`));
  expect(store.check()).toEqual([]);
  store.close();
});

test.each(VERSIONS)('a store of schema version %i ends up with the same schema as a new one', (version) => {
  const folder = fixtureCopy(version);
  openStore({ folder, mode: 'own', nowMs }).close();
  // For the newest version this also says that a released schema was not edited.
  expect(schemaOf(folder)).toEqual(schemaOf(newStore()));
});

test('a visitor brings an older store up to date while no exporter runs', () => {
  const folder = temporaryFolder();
  const connection = connectTo(folder);
  connection.execute('PRAGMA user_version = 0');
  connection.close();
  const store = openStore({ folder, mode: 'visit', nowMs });
  expect(store.positions.of('any')).toEqual([]);
  store.close();
});

test('migrates step by step, and a step that fails leaves version and tables as they were', () => {
  const folder = newStore();
  const connection = connectTo(folder);
  const known = MIGRATIONS.length;
  const broken = [...MIGRATIONS, 'CREATE TABLE later (a)', 'CREATE TABLE later (a)'];
  expect(() => migrate(connection, broken)).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }) as Error);
  expect(schemaVersion(connection)).toBe(known);
  expect(connection.reader("SELECT name FROM sqlite_master WHERE name = 'later'").all()).toEqual([]);
  const good = [...MIGRATIONS, 'CREATE TABLE later (a)', 'CREATE TABLE latest (a)'];
  expect(migrate(connection, good)).toBe(known);
  expect(schemaVersion(connection, good)).toBe(known + 2);
  expect(migrate(connection, good)).toBe(known + 2);
  connection.close();
});

test('refuses a store of a newer schema version and leaves it as it is', () => {
  const folder = newStore();
  const connection = connectTo(folder);
  connection.execute(`PRAGMA user_version = ${MIGRATIONS.length + 1}; PRAGMA wal_checkpoint(TRUNCATE)`);
  connection.close();
  const before = readFileSync(join(folder, 'aiops.db'));
  for (const mode of ['own', 'visit'] as const) {
    expect(() => openStore({ folder, mode, nowMs })).toThrowError(
      expect.objectContaining({
        code: 'STORE_NEWER',
        message: `the store in ${folder} has schema version ${MIGRATIONS.length + 1}, this version of the exporter knows ${MIGRATIONS.length}`,
      }) as Error,
    );
  }
  expect(readFileSync(join(folder, 'aiops.db')).equals(before)).toBe(true);
});

test('refuses a database of another program and leaves it as it is', () => {
  const folder = temporaryFolder();
  const connection = connectTo(folder);
  connection.execute('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)');
  connection.close();
  const before = readFileSync(join(folder, 'aiops.db'));
  expect(() => openStore({ folder, mode: 'own', nowMs })).toThrowError(expect.objectContaining({ code: 'STORE_FOREIGN' }) as Error);
  expect(readFileSync(join(folder, 'aiops.db')).equals(before)).toBe(true);
});

test('a store says that it is ours in the header of the file', () => {
  const header = readFileSync(join(newStore(), 'aiops.db'));
  // Offset 68 is the application id (sqlite.org/fileformat.html 1.3.18).
  expect(header.readUInt32BE(68)).toBe(APPLICATION_ID);
});
