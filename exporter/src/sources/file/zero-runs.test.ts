import { expect, test } from 'vitest';
import { ZERO_RUN_BYTES, endLinesAtZeroRuns, endOfZeros } from './zero-runs.js';

const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);
const join = (...parts: (string | Buffer)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));

test('a long run of zero bytes ends a line, one byte less is part of it', () => {
  const long = join('torn', zeros(ZERO_RUN_BYTES), 'next\n');
  expect(endLinesAtZeroRuns(long, 0, long.length)).toBe(long.length);
  expect(long.toString()).toBe(`torn${'\n'.repeat(ZERO_RUN_BYTES)}next\n`);
  const short = join('torn', zeros(ZERO_RUN_BYTES - 1), 'next\n');
  const before = Buffer.from(short);
  expect(endLinesAtZeroRuns(short, 0, short.length)).toBe(short.length);
  expect(short).toEqual(before);
});

test('a run at the end stays, however short: it may be space that is still to be written', () => {
  const buffer = join('a\n', zeros(3));
  expect(endLinesAtZeroRuns(buffer, 0, buffer.length)).toBe(2);
  expect(buffer).toEqual(join('a\n', zeros(3)));
});

test('bytes outside of the part are not touched', () => {
  const buffer = join(zeros(100), 'a\n', zeros(100));
  expect(endLinesAtZeroRuns(buffer, 100, 102)).toBe(102);
  expect(buffer).toEqual(join(zeros(100), 'a\n', zeros(100)));
});

test.each([0, 1, 65_535, 65_536, 65_537, 200_000])('finds the end of %i zero bytes', (bytes) => {
  expect(endOfZeros(join('x', zeros(bytes), 'x'), 1, bytes + 2)).toBe(bytes + 1);
  expect(endOfZeros(zeros(bytes), 0, bytes)).toBe(bytes);
});
