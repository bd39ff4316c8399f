import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Baseline } from '../artefact.js';
import { buildBaseline, type BuildOptions, type BuildProgress } from './build-baseline.js';
import { csvHeader } from './csv-header.js';

const folder = mkdtempSync(join(tmpdir(), 'aiops-test-'));
const at = (name: string): string => join(folder, name);
const write = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const build = (from: string, changes: Partial<BuildOptions> = {}): Promise<Baseline> =>
  buildBaseline({ from, model: 'm', modelVersion: '1', ...changes });
const typesOf = ({ features }: Baseline): Record<string, string> => Object.fromEntries(features.map(({ name, type }) => [name, type]));

async function sql(statement: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

beforeAll(async () => {
  const columns = [
    'i AS id',
    'CASE WHEN i % 7 = 0 THEN NULL ELSE round(sqrt(i) * 3, 2) END AS amount',
    "'w' || (i % 5) AS word",
    'i % 3 = 0 AS flag',
    'CAST(i % 4 AS DOUBLE) AS grade',
    "TIMESTAMP '2026-01-01' + INTERVAL (i) HOUR AS at",
  ];
  const rows = `SELECT ${columns.join(', ')} FROM range(1000) AS r(i)`;
  await sql(`COPY (${rows}) TO '${at('t.parquet')}' (FORMAT parquet, ROW_GROUP_SIZE 128)`);
  await sql(`COPY (${rows}) TO '${at('t.csv')}' (HEADER)`);
  await sql(`COPY (${rows}) TO '${at('t.jsonl')}' (FORMAT json)`);
  await sql(`COPY (${rows} ORDER BY hash(i)) TO '${at('shuffled.parquet')}'`);
  await sql(
    `COPY (SELECT 'x' AS word, DATE '2026-01-01' AS day, [1, 2] AS list, CAST('nan' AS DOUBLE) AS broken, 12.50 AS price) TO '${at('odd.parquet')}'`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('buildBaseline', () => {
  it('gives one hash for any number of threads and any order of rows', async () => {
    const [one, two, shuffled] = await Promise.all([
      build(at('t.parquet'), { threads: 1, time: 'at' }),
      build(at('t.parquet'), { threads: 2, time: 'at' }),
      build(at('shuffled.parquet'), { threads: 2, time: 'at' }),
    ]);
    expect(two.sha256).toBe(one.sha256);
    expect(shuffled.sha256).toBe(one.sha256);
    expect(one.period).toEqual({ start: '2026-01-01T00:00:00.000Z', end: '2026-02-11T15:00:00.000Z' });
  });

  it('finds the same features in Parquet, CSV, compressed CSV and JSON lines', async () => {
    const options = { time: 'at', ignore: ['id'], categorical: ['grade'] };
    const names = (baseline: Baseline) => [...baseline.features].sort((a, b) => (a.name < b.name ? -1 : 1));
    const parquet = names(await build(at('t.parquet'), options));
    const packed = write('packed.csv.gz', gzipSync(readFileSync(at('t.csv'))));
    // A CSV has no types: DuckDB writes 1.0 where a double is meant, so the text of a forced category differs by design.
    const withoutGrade = { time: 'at', ignore: ['id', 'grade'] };
    const others = parquet.filter(({ name }) => name !== 'grade');
    expect(names(await build(at('t.csv'), withoutGrade))).toEqual(others);
    expect(names(await build(packed, withoutGrade))).toEqual(others);
    expect(names(await build(at('t.jsonl'), options))).toEqual(parquet);
    expect(parquet.find(({ name }) => name === 'grade')).toMatchObject({ categories: ['0', '1', '2', '3'] });
  });

  it('passes over columns that are no features, and says so', async () => {
    const skipped: string[] = [];
    const onProgress = (step: BuildProgress) => step.kind === 'skipped' && skipped.push(`${step.name}: ${step.found}`);
    expect(typesOf(await build(at('odd.parquet'), { onProgress: (step) => void onProgress(step) }))).toEqual({
      word: 'categorical',
      broken: 'numeric',
      price: 'numeric',
    });
    expect(skipped).toEqual(['day: DATE', 'list: INTEGER[]']);
  });

  it('counts NaN and infinities as invalid, empty fields as missing', async () => {
    const from = write('broken.csv', 'x,y\n1,1\nnan,2\n-inf,\n,3\n2,4\n');
    const { features } = await build(from);
    expect(features[0]).toMatchObject({ counts: [1, 1], invalid: 2, missing: 1 });
  });

  it('counts what is no number as invalid where a column is forced to be numeric', async () => {
    const from = write('dirty.csv', 'x\n1\n2\nn/a\n\n3\n');
    expect(typesOf(await build(from))).toEqual({ x: 'categorical' });
    expect((await build(from, { numeric: ['x'] })).features[0]).toMatchObject({
      type: 'numeric',
      counts: [1, 1, 1],
      invalid: 1,
      missing: 1,
    });
  });

  it('keeps the digits of a code that is read as a category', async () => {
    const from = write('codes.csv', 'zip\n01067\n80331\n01067\n');
    expect((await build(from, { categorical: ['zip'] })).features[0]).toMatchObject({ categories: ['01067', '80331'] });
  });

  it('reports each column, in order', async () => {
    const seen: string[] = [];
    await build(at('t.parquet'), {
      onProgress: (step) => seen.push(step.kind === 'column' ? `${step.done}/${step.total} ${step.name}` : step.kind),
    });
    expect(seen).toEqual(['opened', 'skipped', '1/5 id', '2/5 amount', '3/5 word', '4/5 flag', '5/5 grade']);
  });

  it('leaves no temporary files behind, also after an error', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('aiops-data-'));
    await build(at('t.csv'));
    await expect(build(write('ragged.csv', 'a,b\n1,2\n1,2,3\n'))).rejects.toThrow();
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('aiops-data-') && !before.includes(name))).toEqual([]);
  });
});

describe('a file that cannot be used', () => {
  const refusal = async (from: string, changes: Partial<BuildOptions> = {}): Promise<string> =>
    build(from, changes).then(
      () => 'accepted',
      (error: Error & { code?: string }) => `${error.code}: ${error.message.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER')}`,
    );

  it.each<[string, string, string | Buffer | null]>([
    ['BASELINE_FILE_MISSING: absent.csv does not exist or cannot be read (ENOENT)', 'absent.csv', null],
    ['BASELINE_FILE_TYPE: t.xlsx must end in .csv, .csv.gz, .parquet, .jsonl, .jsonl.gz, .ndjson, .ndjson.gz', 't.xlsx', 'x'],
    ['BASELINE_FILE_EMPTY: nothing.csv must hold at least one row of data (found 0 bytes)', 'nothing.csv', ''],
    ['BASELINE_FILE_EMPTY: blank.csv must hold at least one row of data (found no header line)', 'blank.csv', '\n\n'],
    ['BASELINE_FILE_EMPTY: head.csv must hold at least one row of data (found no rows)', 'head.csv', 'a,b\n'],
    [
      'BASELINE_FILE_BROKEN: ragged.csv cannot be read as CSV: line 3 has 3 fields, the header has 2',
      'ragged.csv',
      'a,b\n1,2\n1,2,secret\n',
    ],
    ['BASELINE_FILE_BROKEN: quote.csv cannot be read as CSV: line 2 opens a quote that is not closed', 'quote.csv', 'a,b\n1,"secret\n'],
    ['BASELINE_FILE_BROKEN: latin.csv cannot be read as CSV: line 2 is not UTF-8', 'latin.csv', Buffer.from('a,b\n1,\xfc\n', 'latin1')],
    ['BASELINE_FILE_BROKEN: zip.csv.gz cannot be read as gzip: it is not a gzip stream', 'zip.csv.gz', 'plain text'],
    [
      'BASELINE_FILE_BROKEN: cut.parquet cannot be read as Parquet: it has no Parquet footer (cut off while it was written, or another kind of file)',
      'cut.parquet',
      'PAR1 and then the disk was full',
    ],
    ['BASELINE_FILE_BROKEN: array.jsonl cannot be read as JSON lines: every line must hold one JSON object', 'array.jsonl', '[1]\n[2]\n'],
  ])('%s', async (message, name, content) => {
    if (content !== null) write(name, content);
    expect(await refusal(at(name))).toBe(message);
  });

  it('a directory is refused as such', async () => {
    expect(await refusal(folder)).toBe('BASELINE_NOT_A_FILE: FOLDER must be one file (found a directory)');
  });

  it('a line that is not JSON is named roughly, without its text', async () => {
    expect(await refusal(write('bad.jsonl', '{"a":1}\n{"a":secret\n{"a":3}\n'))).toMatch(
      /^BASELINE_FILE_BROKEN: bad\.jsonl cannot be read as JSON lines: it is not JSON near line \d$/,
    );
  });

  it.each<[string, Partial<BuildOptions>]>([
    ['BASELINE_COLUMN_MISSING: t.parquet has no column nope (columns found: id, amount, word, flag, grade, at)', { features: ['nope'] }],
    ['BASELINE_COLUMN_MISSING: t.parquet has no column Word (columns found: id, amount, word, flag, grade, at)', { ignore: ['Word'] }],
    ['BASELINE_COLUMN_TYPE: column at of t.parquet holds TIMESTAMP: a feature holds numbers, words or booleans', { features: ['at'] }],
    ['BASELINE_COLUMN_TYPE: column at of t.parquet holds TIMESTAMP: a prediction is a number, a word or a boolean', { prediction: 'at' }],
    [
      'BASELINE_COLUMN_TYPE: column word of t.parquet holds VARCHAR: the time column holds ISO 8601 text, timestamps or epoch numbers',
      { time: 'word' },
    ],
    ['BASELINE_COLUMN_TYPE: column id of t.parquet holds BIGINT: an object with one field per feature is required', { featuresAt: 'id' }],
    [
      'BASELINE_NO_FEATURES: t.parquet leaves no column to use as a feature (columns found: id, amount, word, flag, grade, at)',
      { ignore: ['id', 'amount', 'word', 'flag', 'grade'] },
    ],
  ])('%s', async (message, changes) => {
    expect(await refusal(at('t.parquet'), changes)).toBe(message);
  });

  it('has its original error as cause, for a bug report', async () => {
    const error = await build(at('ragged.csv')).catch((caught: Error) => caught);
    expect((error as Error).cause).toBeInstanceOf(Error);
  });
});

describe('csvHeader', () => {
  it.each([
    ['a,b\n1,2', ['a', 'b'], ','],
    ['\uFEFF"a;x";b\r\n', ['a;x', 'b'], ';'],
    ['one', ['one'], ','],
    ['a\tb,c\td\n', ['a', 'b,c', 'd'], '\t'],
    ['"two\nlines"|b\n', ['two\nlines', 'b'], '|'],
  ])('reads %j', (head, names, delimiter) => {
    expect(csvHeader(head)).toEqual({ names, delimiter });
  });

  it('finds none in blank text', () => expect(csvHeader('  \n1,2\n')).toBeNull());
});
