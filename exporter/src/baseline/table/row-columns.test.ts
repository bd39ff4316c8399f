import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataTable } from './data-table.js';
import { distinctValues } from './distinct-values.js';
import { readRowColumns, type RowColumns, type RowOptions, type WantedColumn } from './row-columns.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'aiops-rows-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function read(name: string, text: string, wanted: readonly WantedColumn[], options: RowOptions = {}): Promise<RowColumns> {
  writeFileSync(join(folder, name), text);
  const table = await DataTable.open(join(folder, name));
  try {
    return await readRowColumns(table, wanted, options);
  } finally {
    await table.close();
  }
}

const CSV = 'at,score,label\n2026-01-02,0.5,yes\n2026-01-01,,no\n,0.1,yes\n2026-02-01,inf,\n2026-01-01,0.7,Zebra\n';
const JSONL = [
  '{"at":"2026-01-02","score":0.5,"label":"yes"}',
  '{"at":"2026-01-01","label":"no"}',
  '{"at":null,"score":0.1,"label":"yes"}',
  '{"at":"2026-02-01","score":"inf","label":null}',
  '{"at":"2026-01-01","score":0.7,"label":"Zebra"}',
].join('\n');
const WANTED: readonly WantedColumn[] = [
  { name: 'score', as: 'numbers' },
  { name: 'label', as: 'words' },
];

describe.each([
  ['rows.csv', CSV],
  ['rows.jsonl', JSONL],
])('the columns of %s', (name, text) => {
  it('keep their rows side by side, in the order of the file; what is absent or no finite number is marked', async () => {
    const { rows, columns, chunks } = await read(name, text, WANTED);
    expect(rows).toBe(5);
    expect(chunks).toEqual([{ start: 0, end: 5, rows: 5 }]);
    expect(columns).toEqual([
      { kind: 'numbers', values: Float64Array.of(0.5, NaN, 0.1, NaN, 0.7) },
      { kind: 'words', codes: Int32Array.of(2, 1, 2, -1, 0), names: ['Zebra', 'no', 'yes'] },
    ]);
  });

  it('are in the order of time where there is one, cut by period; rows without a time are counted and left out', async () => {
    const { columns, chunks, rowsWithoutTime } = await read(name, text, WANTED, { time: 'at', chunk: { kind: 'period', period: 'M' } });
    expect(rowsWithoutTime).toBe(1);
    expect(chunks.map(({ start, rows }) => [start, rows])).toEqual([
      ['2026-01-01T00:00:00.000Z', 3],
      ['2026-02-01T00:00:00.000Z', 1],
    ]);
    expect(columns[0]).toEqual({ kind: 'numbers', values: Float64Array.of(NaN, 0.7, 0.5, NaN) });
  });
});

it('a file of many rows keeps its order', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `${i},${i % 7}`);
  const { columns } = await read('many.csv', `n,word\n${lines.join('\n')}\n`, [
    { name: 'n', as: 'numbers' },
    { name: 'word', as: 'words' },
  ]);
  const [numbers, words] = columns;
  expect(numbers?.kind === 'numbers' && numbers.values.every((value, i) => value === i)).toBe(true);
  expect(words?.kind === 'words' && words.codes.every((code, i) => words.names[code] === String(i % 7))).toBe(true);
});

it('distinct values are read up to a limit, and say whether they are numbers', async () => {
  writeFileSync(join(folder, 'd.csv'), 'a,b\n1,x\n2,y\n3,x\n,\n');
  const table = await DataTable.open(join(folder, 'd.csv'));
  expect(await distinctValues(table, 'a', 1)).toEqual({ values: ['1', '2'], areNumbers: true });
  expect(await distinctValues(table, 'b', 5)).toEqual({ values: ['x', 'y'], areNumbers: false });
  await table.close();
});
