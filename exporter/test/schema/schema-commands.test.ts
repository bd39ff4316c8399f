import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registeredSchemaSchema, type RegisteredSchema } from '../../src/contract/index.js';
import { eventually, runAiops, startExporter } from '../processes/exporter.js';

const folder = mkdtempSync(join(tmpdir(), 'aiops-schema-'));
const at = (name: string): string => join(folder, name);
const schema = (line: string): ReturnType<typeof runAiops> => runAiops(['schema', ...line.split(' ')]);
const ROWS = 300;

/** A table of applicants; `row` changes what makes the table another one. */
function writeTable(name: string, row: (i: number) => Record<string, string | number>): void {
  const rows = Array.from({ length: ROWS }, (_, i) => row(i));
  const columns = Object.keys(rows[0] ?? {});
  writeFileSync(at(name), [columns.join(','), ...rows.map((cells) => columns.map((column) => cells[column] ?? '').join(','))].join('\n'));
}

const applicant = (i: number): Record<string, string | number> => ({
  income: 20 + (i % 70),
  tenure: i % 40,
  channel: ['web', 'app', 'branch'][i % 3] as string,
  is_new: i % 2,
});

async function build(name: string): Promise<void> {
  const built = await runAiops(
    `baseline build --model churn --version 1 --from ${at(`${name}.csv`)} --out ${at(`${name}.json`)} --categorical is_new`.split(' '),
  );
  expect(built).toMatchObject({ code: 0 });
}

beforeAll(async () => {
  writeTable('old.csv', applicant);
  // Another sample of the same applicants.
  writeTable('again.csv', (i) => applicant(i + 7));
  writeTable('new.csv', (i) => ({
    ...applicant(i),
    channel: ['web', 'app'][i % 2] as string,
    tenure: i % 90,
    region: i % 5 ? 'north' : '',
  }));
  await build('old');
  await build('again');
  await build('new');
});

afterAll(() => rmSync(folder, { recursive: true }));

test('show prints what a baseline implies, a line for each field', async () => {
  const { code, output } = await schema(`show ${at('old.json')}`);
  expect(code).toBe(0);
  expect(
    output
      .split('\n')
      .slice(2, 7)
      .map((line) => line.replace(/ +/g, ' ')),
  ).toEqual([
    'field type presence values',
    'channel categorical required "app", "branch", "web"',
    'income numeric required 20 to 100',
    'is_new categorical required "0", "1"',
    'tenure numeric required 0 to 50',
  ]);
});

test('two samples of the same data have the same schema, and diff exits with 0', async () => {
  const { code, output } = await schema(`diff ${at('old.json')} ${at('again.json')}`);
  expect(output).toContain('the schemas are the same');
  expect(code).toBe(0);
});

test('a breaking change exits with 1 and says whom it breaks; the same change is compatible the other way', async () => {
  const backward = await schema(`diff ${at('old.json')} ${at('new.json')} --json`);
  expect(backward.code).toBe(1);
  const { changes, is_compatible: isCompatible } = JSON.parse(backward.output) as RegisteredSchema & { is_compatible: boolean };
  expect(isCompatible).toBe(false);
  expect(changes.map(({ field, change, backward: b, forward: f }) => [field, change, b, f])).toEqual([
    ['channel', 'categories_removed', false, true],
    ['region', 'added', true, false],
    ['tenure', 'range_widened', true, false],
  ]);
  const text = await schema(`diff ${at('old.json')} ${at('new.json')}`);
  expect(text.output).toContain('not backward compatible: 1 of 3 changes break it');
  expect(text.output).toContain('channel categories removed: records of before hold values that are unseen for the new schema');
  expect((await schema(`diff ${at('new.json')} ${at('old.json')} --compatibility forward`)).code).toBe(1);
});

test('data is read as the baseline on the other side says: digits that are categories there are no change of type', async () => {
  for (const [from, to] of [
    ['old.json', 'again.csv'],
    ['again.csv', 'old.json'],
  ] as const) {
    const { code, output } = await schema(`diff ${at(from)} ${at(to)} --compatibility full`);
    expect(output).toContain('the schemas are the same');
    expect(code).toBe(0);
  }
  expect((await schema(`diff ${at('old.json')} ${at('new.csv')} --compatibility forward`)).code).toBe(1);
});

test.each([
  ['diff {old}', 'missing required argument'],
  ['diff {old} {none}.json', 'BASELINE_FILE_MISSING'],
  ['diff {old} {none}.csv', 'BASELINE_FILE_MISSING'],
  ['diff {old} churn@1 --config {none}.yaml', 'CONFIG_UNREADABLE'],
  ['diff {old} {old} --compatibility sideways', 'sideways'],
  ['diff {old} {table} --ignore nothing', 'BASELINE_COLUMN_MISSING'],
])('bad use exits with 2: %s', async (line, said) => {
  const filled = line.replaceAll('{old}', at('old.json')).replaceAll('{none}', at('none')).replaceAll('{table}', at('old.csv'));
  const { code, output } = await schema(filled);
  expect(output).toContain(said);
  expect(code).toBe(2);
});

test('an exporter registers the schemas that its baselines bring; the API and the commands show their history, private values left out', async () => {
  const config = (baseline: string): string => `server: { listen: "127.0.0.1:0" }
store: { path: store }
sources:
  - { name: log, type: file, path: log.jsonl, format: jsonl, map: { time: ts, model: { const: churn }, version: { const: "1" }, features: f } }
models:
  churn: { baseline: ${baseline}.json, window: 1s, lateness: 0s, idle: 1s, features: { channel: { private: true } } }
`;
  const append = (seconds: number): void => {
    const ts = new Date(Date.UTC(2026, 0, 5) + seconds * 1000).toISOString();
    writeFileSync(at('log.jsonl'), `${JSON.stringify({ ts, f: applicant(seconds) })}\n`, { flag: 'a' });
  };
  append(0);
  for (const [i, name] of ['old', 'new', 'again'].entries()) {
    writeFileSync(at('aiops.yaml'), config(name));
    const exporter = await startExporter(at('aiops.yaml'));
    try {
      append(10 * (i + 1));
      const version = name === 'new' ? 2 : 1;
      await eventually(
        async () =>
          (await exporter.metrics()).includes(`aiops_schema_info{model="churn",version="1",schema_version="${version}"`) ? true : null,
        `schema version ${version}`,
      );
      if (name !== 'again') continue;
      const answer = await fetch(`${exporter.url}/api/v1/models/churn/schemas`);
      const history = registeredSchemaSchema.array().parse(await answer.json());
      expect(history.map((one) => [one.version, one.changes.map(({ field, change }) => `${field} ${change}`)])).toEqual([
        [2, ['region added', 'tenure range_widened']],
        [1, []],
      ]);
      expect(history[1]?.fields.find((field) => field.name === 'channel')?.categories).toBeNull();
      const unknown = await fetch(`${exporter.url}/api/v1/models/nobody/schemas`);
      expect([unknown.status, ((await unknown.json()) as { error: { code: string } }).error.code]).toEqual([404, 'HTTP_SCHEMA_UNKNOWN']);
      // Beside the running exporter, from its store.
      expect((await schema(`diff churn@1 churn@2 --config ${at('aiops.yaml')}`)).code).toBe(1);
      const shown = await schema(`show churn --config ${at('aiops.yaml')} --json`);
      const first = await schema(`show ${at('new.json')} --json`);
      expect(JSON.parse(shown.output)).toMatchObject({ version: 2, sha256: (JSON.parse(first.output) as RegisteredSchema).sha256 });
      const none = await schema(`show churn@7 --config ${at('aiops.yaml')}`);
      expect(none).toMatchObject({ code: 2 });
      expect(none.output).toContain('versions of churn: 2, 1');
    } finally {
      await exporter.stop();
    }
  }
  expect(readFileSync(at('log.jsonl'), 'utf8').split('\n')).toHaveLength(5);
});
