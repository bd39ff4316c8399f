import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeInChunks, firstDifference, type Decoded } from '../decode-in-chunks.js';
import type { DecoderOptions, Field } from '../format.js';
import { jsonl } from './jsonl.js';
import { plainJsonl } from './plain-jsonl.js';

const number = (...path: string[]): Field => ({ path, kind: 'number' });
const category = (path: string[], known: string[] = [], capacity = 9): Field => ({
  path,
  kind: 'category',
  known,
  growth: 'open',
  capacity,
});
const OPTIONS: DecoderOptions = { fields: [], featuresAt: null, batchRows: 100, maxRecordBytes: 10_000, maxDepth: 5 };

afterEach(() => vi.restoreAllMocks());

describe.each([
  ['jsonl', jsonl],
  ['plainJsonl', plainJsonl],
])('%s', (_name, factory) => {
  const decode = (fields: Field[], lines: readonly string[], options: Partial<DecoderOptions> = {}): Decoded =>
    decodeInChunks(factory({ ...OPTIONS, ...options, fields }), Buffer.from(lines.map((line) => `${line}\n`).join('')), [1 << 20]);
  /** Values of one field; each line comes three times, so that the last time a learned layout reads it. */
  const values = (field: Field, lines: readonly string[], options?: Partial<DecoderOptions>): unknown[] => {
    const { rows } = decode([field], [...lines, ...lines, ...lines], options);
    const all = rows.map((row) => row[2]);
    expect(all.slice(0, lines.length)).toEqual(all.slice(-lines.length));
    return all.slice(0, lines.length);
  };

  it('tells missing, null and other types of a number apart', () => {
    expect(values(number('n'), ['{"n":1}', '{}', '{"n":null}', '{"n":"1"}', '{"n":true}', '{"n":[1]}', '{"n":{}}'])).toEqual([
      1,
      'missing',
      'null',
      'other',
      'other',
      'other',
      'other',
    ]);
  });

  it('finds a nested field in objects only, never in lists or texts', () => {
    expect(values(number('a', '0'), ['{"a":{"0":1}}', '{"a":[1]}', '{"a":"1"}', '{"a":null}', '{"a.0":1}'])).toEqual([
      1,
      'missing',
      'missing',
      'missing',
      'missing',
    ]);
  });

  it('takes numbers and booleans for categories by their value', () => {
    const { rows, dictionaries } = decode(
      [category(['c'])],
      ['{"c":200}', '{"c":2e2}', '{"c":"200"}', '{"c":true}', '{"c":"true"}', '{"c":-0}', '{"c":0.0}'],
    );
    expect(rows.map((row) => row[2])).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect(dictionaries).toEqual([['200', 'true', '0']]);
  });

  it('gives absent categories the negative codes', () => {
    expect(values(category(['c']), ['{}', '{"c":null}', '{"c":[]}', '{"c":{"c":1}}'])).toEqual([-1, -2, -3, -3]);
  });

  it('gives no code to a category of a record that is rejected', () => {
    const { dictionaries, rejects } = decode(
      [category(['c'])],
      ['{"c":"a"}', '{"c":"b"', '{"c":"c"}}', '{"c":"d","x":[[[[[1]]]]]}', '{"c":"e"}'],
    );
    expect(dictionaries).toEqual([['a', 'e']]);
    expect(rejects).toHaveLength(3);
  });

  it('reads times as text in UTC and as numbers in the configured unit', () => {
    const time = { path: ['t'], kind: 'time', unit: 's' } as const;
    expect(
      values(time, ['{"t":"1970-01-01T00:00:01"}', '{"t":1.5}', '{"t":"soon"}', '{"t":null}', '{"t":false}', '{}', '{"t":1e300}']),
    ).toEqual([1000, 1500, 'other', 'null', 'other', 'missing', 'other']);
  });

  it('takes the last of two equal keys, as JSON.parse does', () => {
    expect(values(number('n'), ['{"n":1,"n":2}', '{"n":1,"n":"x"}'])).toEqual([2, 'other']);
    expect(values(number('f', 'n'), ['{"f":{"n":1},"f":{"m":2}}'])).toEqual(['missing']);
  });

  it('knows a key by its characters, not by its escapes', () => {
    expect(values(number('né'), ['{"n\\u00e9":1}', '{"né":2}'])).toEqual([1, 2]);
  });

  it('counts each key of the features object that is no field once', () => {
    const extras = (lines: string[]): unknown[] =>
      decode([number('f', 'a'), number('g')], [...lines, ...lines], { featuresAt: ['f'] })
        .rows.map((row) => row[1])
        .slice(lines.length);
    expect(
      extras([
        '{"f":{"a":1,"b":2,"c":{"d":1}}}',
        '{"f":{"b":1,"b":2}}',
        '{"f":{}}',
        '{"f":null,"x":1}',
        '{"f":[1,2]}',
        '{"b":1}',
        '{"f":{"\\u0062":1,"b":2,"a":1}}',
      ]),
    ).toEqual([2, 1, 0, 0, 0, 0, 1]);
  });

  it('takes __proto__ and names of the object prototype for keys like any other', () => {
    expect(values(number('__proto__', 'n'), ['{"__proto__":{"n":1}}', '{}', '{"n":2}'])).toEqual([1, 'missing', 'missing']);
    expect(values(category(['constructor']), ['{}', '{"constructor":"x"}', '{"toString":1}'])).toEqual([-1, 0, -1]);
    expect(({} as { n?: number }).n).toBeUndefined();
  });

  it('accepts a record at the depth limit and rejects one level more as too_deep, before JSON.parse sees it', () => {
    const { rows, rejects } = decode([number('n')], ['{"a":[[[[1]]]]}', '{"a":[[[[[1]]]]]}', '['.repeat(9_000)]);
    expect(rows).toHaveLength(1);
    expect(rejects.map(({ reason }) => reason)).toEqual(['too_deep', 'too_deep']);
  });

  it('ignores one byte order mark at the beginning of any line', () => {
    const { rows, rejects } = decode(
      [number('n')],
      ['\ufeff{"n":1}', '{"n":2}', '\ufeff{"n":3}', '\ufeff', '\ufeff\ufeff{"n":4}', ' \ufeff{"n":5}'],
    );
    expect(rows.map((row) => row[2])).toEqual([1, 2, 3]);
    expect(rejects.map(({ reason }) => reason)).toEqual(['syntax', 'syntax']);
  });

  it('tells lines that are no text from text that is no record', () => {
    const lines = ['{"n":1\u0000}', '\u001b[32mready\u001b[0m', '{"n":"\u0001"}', 'plain', '\u001f\u008b\u0008'];
    expect(decode([number('n')], lines).rejects.map(({ reason }) => reason)).toEqual([
      'encoding',
      'syntax',
      'encoding',
      'syntax',
      'encoding',
    ]);
  });

  it('accepts a record whose texts are broken UTF-8, which all read alike', () => {
    const lines = [0xe9, 0xff].map((byte) => Buffer.concat([Buffer.from('{"c":"caf'), Buffer.from([byte]), Buffer.from('"}\n')]));
    const { rows, dictionaries } = decodeInChunks(factory({ ...OPTIONS, fields: [category(['c'])] }), Buffer.concat([...lines, ...lines]), [
      1 << 20,
    ]);
    expect(rows.map((row) => row[2])).toEqual([0, 0, 0, 0]);
    expect(dictionaries).toEqual([['caf\ufffd']]);
  });

  it('reads fields that overlap: one value as two things, an object as a category and its parts', () => {
    const fields = [category(['a']), number('a', 'b'), number('n'), category(['n'])];
    const { rows } = decode(fields, ['{"a":{"b":1},"n":2}', '{"a":"x","n":3}', '{"a":{"b":4},"n":5}']);
    expect(rows.map((row) => row.slice(2))).toEqual([
      [-3, 1, 2, 0],
      [0, 'missing', 3, 1],
      [-3, 4, 5, 2],
    ]);
  });

  it('discovers the features and the kind of their first value', () => {
    const decoder = factory({ ...OPTIONS, featuresAt: ['in', 'f'] });
    const data = Buffer.from(
      'broken\n{"in":{"f":{"a":null,"b":"x","c":[1]}}}\n{"in":{"f":{"a":1,"b":2,"__proto__":true}}}\n{"in":{"f":3}}',
    );
    expect([...decoder.discover(Buffer.alloc(0), data, 0, data.length)]).toEqual([
      ['b', 'categorical'],
      ['a', 'numeric'],
      ['__proto__', 'categorical'],
    ]);
  });
});

describe('jsonl', () => {
  const fields = [number('n'), category(['c']), number('f', 'x')];
  const options = { ...OPTIONS, fields, featuresAt: ['f'] };
  const record = (i: number): string => `{"id":"${i}-abcdef","n":${i / 4},"c":"v${i % 3}","f":{"x":${i},"y":null}}\n`;
  const log = Buffer.from(Array.from({ length: 300 }, (_, i) => record(i)).join(''));

  it('parses no record of a recurring layout after the first few, in which its categories are new', () => {
    const parse = vi.spyOn(JSON, 'parse');
    decodeInChunks(jsonl(options), log, [1 << 20]);
    expect(parse.mock.calls.length).toBeLessThanOrEqual(3);
  });

  it('gives the same rows where code may not be made from text', () => {
    const want = decodeInChunks(jsonl(options), log, [1 << 20]);
    vi.spyOn(globalThis, 'Function').mockImplementation(function () {
      throw new EvalError('code generation from strings disallowed for this context');
    });
    expect(firstDifference(decodeInChunks(jsonl(options), log, [1 << 20]), want)).toBeNull();
  });

  it('gives the same rows when it was made anew in between, as a source does when its columns change', () => {
    const want = decodeInChunks(plainJsonl(options), log, [1 << 20]).rows;
    for (let i = 0; i < 5; i++) expect(decodeInChunks(jsonl(options), log, [1 << 20]).rows).toEqual(want);
  });

  it('reads records with a thousand features as plainJsonl does', () => {
    const many = Array.from({ length: 1000 }, (_, i) => number('f', `feature_${i}`));
    const wide = (k: number): string => `{"f":{${many.map((_, i) => `"feature_${i}":${i % 7 === k ? 'null' : (i * k) / 8}`).join(',')}}}\n`;
    const data = Buffer.from(Array.from({ length: 20 }, (_, k) => wide(k)).join(''));
    const wanted = { ...options, fields: many, maxRecordBytes: 100_000 };
    expect(firstDifference(decodeInChunks(jsonl(wanted), data, [1 << 20]), decodeInChunks(plainJsonl(wanted), data, [1 << 20]))).toBeNull();
  });
});
