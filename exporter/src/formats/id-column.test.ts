import { expect, test } from 'vitest';
import { csv } from './csv/csv.js';
import { decodeInChunks } from './decode-in-chunks.js';
import type { DecoderOptions } from './format.js';
import { jsonl } from './jsonl/jsonl.js';

const KEY = Uint8Array.from({ length: 16 }, (_, i) => i);
const optionsWith = (key: Uint8Array): DecoderOptions => ({
  fields: [{ path: ['id'], kind: 'id', key }],
  featuresAt: null,
  batchRows: 4,
  maxRecordBytes: 1000,
  maxDepth: 4,
});
const valuesOf = (rows: (number | string)[][]): (number | string | undefined)[] => rows.map((row) => row[2]);
const fromJson = (values: readonly string[], key = KEY): unknown[] =>
  valuesOf(decodeInChunks(jsonl(optionsWith(key)), Buffer.from(values.map((value) => `{"id":${value}}\n`).join('')), [1 << 20]).rows);
const fromCsv = (cells: readonly string[]): unknown[] => {
  const text = `id,x\n${cells.map((cell) => `${cell},\n`).join('')}`;
  return valuesOf(decodeInChunks(csv({ delimiter: ',' })(optionsWith(KEY)), Buffer.from(text), [1 << 20]).rows);
};

test('an id becomes SipHash-2-4 of its text: the published vector of the bytes 00 01 02 03 04 05 06', () => {
  expect(fromJson(['"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006"'])).toEqual(['ab0200f58b01d137']);
});

test('one id is one hash, however it is written and in whatever format', () => {
  const [plain, escaped, number, exponent] = fromJson(['"order-é-17"', '"order-\\u00e9-\\u0031\\u0037"', '1700', '1.7e3']);
  expect(escaped).toBe(plain);
  expect(exponent).toBe(number);
  expect(fromJson(['"1700"'])).toEqual([number]);
  expect(fromCsv(['order-é-17', '"order-é-17"', '1700'])).toEqual([plain, plain, number]);
});

test('ids that differ in one byte, and keys that differ in one bit, give other hashes', () => {
  const hashes = fromJson(['"a"', '"b"', '"a "', '"a\\u0000"', '17', '-17', '0']);
  expect(new Set(hashes).size).toBe(7);
  expect(fromCsv(['017', '17', '17.0'])).not.toEqual(fromCsv(['17', '17', '17']));
  const other = KEY.map((byte, i) => (i === 15 ? byte ^ 1 : byte));
  expect(fromJson(['"a"'], other)).not.toEqual(fromJson(['"a"']));
});

test('what is no id is absent, for a reason: a number that lost digits or has a fraction, an empty text, another type', () => {
  expect(fromJson(['9007199254740993', '1.5', '""', 'null', 'true', '["a"]', '{}'])).toEqual([
    'other',
    'other',
    'null',
    'null',
    'other',
    'other',
    'other',
  ]);
  const missing = decodeInChunks(jsonl(optionsWith(KEY)), Buffer.from('{"x":1}\n'), [100]);
  expect(valuesOf(missing.rows)).toEqual(['missing']);
  expect(fromCsv(['', '""'])).toEqual(['null', 'null']);
});
