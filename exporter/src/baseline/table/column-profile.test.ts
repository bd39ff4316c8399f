import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { fineBinCount, type CategoricalLayout, type NumericLayout } from '../../profile/index.js';
import { binOf, numericBinner } from '../../profile/index.js';
import { parseChunk, periodEnd } from './chunk.js';
import { readColumnProfile, type ProfileOptions } from './column-profile.js';

const folder = mkdtempSync(join(tmpdir(), 'aiops-test-'));
const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true }));

const numeric = (edges: number[], name = 'x'): NumericLayout => ({ name, type: 'numeric', edges, judged: [0], isPrivate: false });
const categorical = (categories: string[], tail: string[], isTailComplete = true, name = 'c'): CategoricalLayout => ({
  name,
  type: 'categorical',
  categories,
  tail,
  isTailComplete,
  isPrivate: false,
});
const countsOf = async (path: string, layout: NumericLayout | CategoricalLayout, options: ProfileOptions = {}): Promise<number[][]> =>
  (await readColumnProfile(path, [layout], options)).chunks.map(({ counts }) => [...(counts[0] ?? [])]);

describe('readColumnProfile', () => {
  it('counts numbers as the running window does, also on the edges and beside them', async () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(double, { maxLength: 60 }),
        fc.array(double, { minLength: 1, maxLength: 60 }),
        async (marks, values) => {
          const edges = [...new Set(marks.map((x) => x + 0))].sort((a, b) => a - b);
          const all = [...values, ...edges, 0.30000000000000004];
          const layout = numeric(edges);
          const expected = new Array<number>(fineBinCount(layout) + 2).fill(0);
          const binner = numericBinner(edges);
          for (const x of all) expected[binOf(binner, x)] = (expected[binOf(binner, x)] ?? 0) + 1;
          const path = write('values.jsonl', all.map((x) => `{"x":${JSON.stringify(x)}}`).join('\n'));
          expect(await countsOf(path, layout)).toEqual([expected]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('counts null as missing, and text, NaN and booleans in a numeric column as invalid', async () => {
    expect(await countsOf(write('dirty.csv', 'x,y\n1,1\nnan,1\nabc,1\n,1\n3,1\n'), numeric([2]))).toEqual([[1, 1, 1, 2]]);
    expect(await countsOf(write('dirty.jsonl', '{"x":1}\n{"x":"2"}\n{"x":true}\n{"x":null}\n{"y":1}\n'), numeric([2]))).toEqual([
      [1, 0, 2, 2],
    ]);
    expect(await countsOf(write('words.jsonl', '{"x":"1"}\n{"x":"2"}\n'), numeric([2]))).toEqual([[0, 0, 0, 2]]);
  });

  it('tells top, tail, unseen and missing categories apart, and takes unseen for other where the tail is not complete', async () => {
    const path = write('words.csv', "c,y\nDE,1\nO'Hara,1\nnew,1\n,1\nDE,1\nTrue,1\n");
    expect(await countsOf(path, categorical(['DE', 'true'], ["O'Hara"]))).toEqual([[2, 1, 1, 1, 1, 0]]);
    expect(await countsOf(path, categorical(['DE', 'true'], ["O'Hara"], false))).toEqual([[2, 1, 2, 0, 1, 0]]);
  });

  it('reads codes that look like numbers as the text they are, when the baseline holds categories', async () => {
    expect(await countsOf(write('codes.csv', 'c\n007\n7\n'), categorical(['007'], []))).toEqual([[1, 0, 1, 0, 0]]);
  });

  it('has zeros for every bin of a column without values', async () => {
    expect(await countsOf(write('none.csv', 'x,y\n,1\n,2\n'), numeric([1, 2]))).toEqual([[0, 0, 0, 2, 0]]);
  });
});

describe('chunks', () => {
  const path = write(
    'times.csv',
    'x,at\n1,2026-01-31T23:59:59Z\n2,2026-03-01T00:00:00Z\n3,\n4,2026-01-01 00:00:00\n5,2026-03-01T01:00:00+02:00\n',
  );

  it('of rows follow the file, and the last one may be shorter', async () => {
    const { chunks } = await readColumnProfile(path, [numeric([3])], { chunk: parseChunk('2') });
    expect(chunks.map(({ start, end, rows, counts }) => [start, end, rows, [...(counts[0] ?? [])]])).toEqual([
      [0, 2, 2, [2, 0, 0, 0]],
      [2, 4, 2, [0, 2, 0, 0]],
      [4, 5, 1, [0, 1, 0, 0]],
    ]);
  });

  it('of rows follow the time where there is one', async () => {
    const { chunks, rowsWithoutTime } = await readColumnProfile(path, [numeric([3])], { chunk: parseChunk('2'), time: 'at' });
    expect(rowsWithoutTime).toBe(1);
    expect(chunks.map(({ start, end, counts }) => [start, end, [...(counts[0] ?? [])]])).toEqual([
      ['2026-01-01T00:00:00.000Z', '2026-01-31T23:59:59.000Z', [1, 1, 0, 0]],
      ['2026-02-28T23:00:00.000Z', '2026-03-01T00:00:00.000Z', [1, 1, 0, 0]],
    ]);
  });

  it('of a period have its bounds, and periods without rows are not there', async () => {
    const { chunks } = await readColumnProfile(path, [numeric([3])], { chunk: parseChunk('M'), time: 'at' });
    expect(chunks.map(({ start, end, rows }) => [start, end, rows])).toEqual([
      ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 2],
      ['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z', 1],
      ['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z', 1],
    ]);
  });

  it('of a period need times', async () => {
    await expect(readColumnProfile(path, [numeric([3])], { chunk: parseChunk('M') })).rejects.toThrow(
      /with a time column \(found M without one\)/,
    );
    await expect(
      readColumnProfile(write('x.csv', 'x,at\n1,soon\n'), [numeric([3])], { chunk: parseChunk('D'), time: 'at' }),
    ).rejects.toThrow(/column at of .* holds text: the time column holds/);
  });

  it('can be cut by columns whose names are words of SQL', async () => {
    const odd = write('odd.jsonl', '{"chunk":1,"row":2,"t":3,"select":4}\n{"chunk":5,"row":6,"t":7,"select":8}\n');
    const layouts = ['chunk', 'row', 't', 'select'].map((name) => numeric([4.5], name));
    const { chunks } = await readColumnProfile(odd, layouts, { chunk: parseChunk('1') });
    expect(chunks.map(({ counts }) => counts.map((slots) => slots.indexOf(1)))).toEqual([
      [0, 0, 0, 0],
      [1, 1, 1, 1],
    ]);
  });

  it.each([
    ['H', '2026-12-31T23:00:00Z', '2027-01-01T00:00:00Z'],
    ['D', '2024-02-28T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['W', '2026-12-28T00:00:00Z', '2027-01-04T00:00:00Z'],
    ['M', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['Q', '2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['Y', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ] as const)('of period %s end where the next begins', (period, start, end) => {
    expect(periodEnd(Date.parse(start), period)).toBe(Date.parse(end));
  });

  it.each(['0', '-5', '5k', 'm', '', 'toString', '1.5'])('are not %j', (text) => {
    expect(() => parseChunk(text)).toThrow(/BASELINE_CHUNK|a chunk is a number of rows or one of H, D, W, M, Q, Y/);
  });
});
