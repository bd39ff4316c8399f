import { expect, test } from 'vitest';
import { OUTCOMES } from '../contract/index.js';
import { STATUS_CAPACITY } from './planned-columns.js';
import { OutcomeCodes } from './outcome-codes.js';

const field = {
  path: ['s'],
  words: new Map([
    ['200', 'ok'],
    ['504', 'timeout'],
  ] as const),
  fallback: 'error',
} as const;
const filled = (codes: OutcomeCodes, column: number[], dictionary: string[]): string[] => {
  const outcomes = new Uint8Array(column.length);
  codes.fill(outcomes, Int32Array.from(column), dictionary, column.length);
  return [...outcomes].map((code) => OUTCOMES[code] ?? '?');
};

test('a status is looked up by its text; unknown, absent and overflowing ones are the fallback', () => {
  const codes = new OutcomeCodes(field);
  expect(filled(codes, [0, 1, 2, -1, -2, -3, STATUS_CAPACITY], ['200', '504', '418'])).toEqual([
    'ok',
    'timeout',
    'error',
    'error',
    'error',
    'error',
    'error',
  ]);
});

test('the dictionary may grow between batches, and a rebuilt decoder starts a new one', () => {
  const codes = new OutcomeCodes(field);
  expect(filled(codes, [0], ['418'])).toEqual(['error']);
  expect(filled(codes, [1, 0], ['418', '200'])).toEqual(['ok', 'error']);
  codes.reset();
  expect(filled(codes, [0], ['504'])).toEqual(['timeout']);
});

test('a log without a status counts every request as ok', () => {
  const outcomes = new Uint8Array(3).fill(9);
  new OutcomeCodes(null).fill(outcomes, null, null, 2);
  expect([...outcomes]).toEqual([0, 0, 9]);
});
