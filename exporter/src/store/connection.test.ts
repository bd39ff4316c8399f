import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../test/store/temporary-folder.js';
import { Connection } from './connection.js';
import { storeError } from './errors.js';

const coded = (code: string): Error => expect.objectContaining({ code }) as Error;
let connection: Connection;
let count: () => number;

beforeEach(() => {
  const folder = temporaryFolder();
  connection = new Connection({ folder, path: join(folder, 'test.db') });
  onTestFinished(() => connection.close());
  connection.pragma('journal_mode = WAL');
  connection.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB) STRICT');
  count = () => connection.reader<{ n: number }>('SELECT count(*) AS n FROM t').get()?.n ?? -1;
});

test('applies nothing when the work throws, and throws what the work threw', () => {
  const insert = connection.writer('INSERT INTO t (id) VALUES (?)');
  const problem = new Error('work');
  expect(() =>
    connection.transaction(() => {
      insert.run(1);
      throw problem;
    }),
  ).toThrowError(problem);
  expect(count()).toBe(0);
  connection.transaction(() => insert.run(2));
  expect(count()).toBe(1);
});

test('applies nothing when a failed statement was caught and the work went on', () => {
  const insert = connection.writer('INSERT INTO t (id) VALUES (?)');
  const refusals: unknown[] = [];
  const attempt = (id: number): void => {
    try {
      insert.run(id);
    } catch (error) {
      refusals.push((error as { code: string }).code);
    }
  };
  expect(() =>
    connection.transaction(() => {
      attempt(1);
      attempt(1);
      attempt(2);
    }),
  ).toThrowError(coded('STORE_FAILED'));
  expect(refusals).toEqual(['STORE_FAILED', 'STORE_FAILED']);
  expect(count()).toBe(0);
});

test('a full disk in the middle applies nothing, also where SQLite has ended the transaction by itself and the work goes on', () => {
  const insert = connection.writer('INSERT INTO t (data) VALUES (?)');
  const pages = Number(connection.pragma('page_count'));
  connection.pragma(`max_page_count = ${pages + 5}`);
  expect(() =>
    connection.transaction(() => {
      for (let i = 0; i < 50; i++) {
        try {
          insert.run(new Uint8Array(4000));
        } catch (error) {
          expect(error).toMatchObject({ code: i < 40 ? expect.stringMatching(/STORE_DISK_FULL|STORE_FAILED/) : 'STORE_FAILED' });
        }
      }
    }),
  ).toThrowError(coded('STORE_FAILED'));
  expect(count()).toBe(0);
  connection.pragma('max_page_count = 100000');
  connection.transaction(() => insert.run(new Uint8Array(4000)));
  expect(count()).toBe(1);
});

test('a full disk that the work lets pass is STORE_DISK_FULL', () => {
  const insert = connection.writer('INSERT INTO t (data) VALUES (?)');
  connection.pragma(`max_page_count = ${Number(connection.pragma('page_count')) + 1}`);
  expect(() => connection.transaction(() => insert.run(new Uint8Array(40_000)))).toThrowError(coded('STORE_DISK_FULL'));
  expect(count()).toBe(0);
});

test('refuses to write outside a transaction, in one within another, and in an asynchronous one', () => {
  const insert = connection.writer('INSERT INTO t (id) VALUES (?)');
  expect(() => insert.run(1)).toThrowError(coded('STORE_NOT_IN_COMMIT'));
  expect(() => connection.transaction(() => connection.transaction(() => insert.run(1)))).toThrowError(coded('STORE_NOT_IN_COMMIT'));
  const asynchronous = (): Promise<void> => {
    insert.run(1);
    return Promise.resolve();
  };
  expect(() => connection.transaction(asynchronous)).toThrowError(coded('STORE_NOT_IN_COMMIT'));
  expect(count()).toBe(0);
});

test('an error of the caller passes through with its own code', () => {
  expect(() =>
    connection.transaction(() => {
      throw storeError('STORE_UNKNOWN_BASELINE', { sha256: 'x' });
    }),
  ).toThrowError(coded('STORE_UNKNOWN_BASELINE'));
});

test('statements stop with the connection (libsql 0.5.29 lets them go on writing)', () => {
  const insert = connection.writer('INSERT INTO t (id) VALUES (?)');
  const select = connection.reader('SELECT * FROM t');
  connection.close();
  connection.close();
  expect(() => select.all()).toThrowError(coded('STORE_CLOSED'));
  expect(() => insert.run(1)).toThrowError(coded('STORE_CLOSED'));
  expect(() => connection.transaction(() => insert.run(1))).toThrowError(coded('STORE_CLOSED'));
});

test('a single blob is bound as a value and not taken for named parameters', () => {
  const insert = connection.writer('INSERT INTO t (data) VALUES (?)');
  const shared = Uint8Array.of(1, 2, 3, 4);
  connection.transaction(() => {
    insert.run(shared.subarray(1, 3));
    insert.run(new Uint8Array(0));
    insert.run(null);
  });
  const rows = connection.reader<{ data: Uint8Array | null }>('SELECT data FROM t ORDER BY id').all();
  expect(rows.map(({ data }) => data && [...data])).toEqual([[2, 3], [], null]);
});
