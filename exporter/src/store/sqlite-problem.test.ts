import { expect, test } from 'vitest';
import { storeProblem } from './sqlite-problem.js';

const place = { folder: '/data', path: '/data/aiops.db' };
const driverError = (rawCode: number, message = 'text of sqlite'): Error => Object.assign(new Error(message), { rawCode });

// Numbers from sqlite.org/rescode.html.
test.each([
  ['STORE_BUSY', 5],
  ['STORE_BUSY', 517],
  ['STORE_BUSY', 6],
  ['STORE_DISK_FULL', 13],
  ['STORE_DISK_FULL', 4874],
  ['STORE_NOT_WRITABLE', 8],
  ['STORE_NOT_WRITABLE', 1032],
  ['STORE_NOT_WRITABLE', 14],
  ['STORE_CORRUPT', 11],
  ['STORE_CORRUPT', 267],
  ['STORE_CORRUPT', 26],
  ['STORE_IO', 10],
  ['STORE_IO', 1034],
  ['STORE_FAILED', 1],
  ['STORE_FAILED', 787],
])('becomes %s for result code %i, with the cause attached', (code, rawCode) => {
  const cause = driverError(rawCode);
  expect(storeProblem(cause, place)).toMatchObject({ code, cause });
});

test('reads the result code out of the text where the driver attaches none', () => {
  const cause = new Error('ConnectionFailed("Unable to open connection to local database /data/aiops.db: 14")');
  expect(storeProblem(cause, place)).toMatchObject({ code: 'STORE_NOT_WRITABLE' });
});

test('an error of ours passes unchanged', () => {
  const ours = storeProblem(driverError(13), place);
  expect(storeProblem(ours, place)).toBe(ours);
});
