import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { statusReportSchema, type StatusReport } from '../../src/contract/index.js';
import { eventually, runAiops, startExporter } from '../processes/exporter.js';
import { MIXED, NESTED, SEMICOLON, type AwkwardLog } from './awkward-logs.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'aiops-init-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What the monitor of the fixture writes beside its data. */
const BENTO_SCHEMA = `${JSON.stringify({
  meta_data: true,
  version: '1',
  bento_name: 'iris',
  bento_version: 'abc',
  monitor_name: 'iris',
  columns: [
    { name: 'sepal len', role: 'feature', type: 'numerical' },
    { name: 'petal.color', role: 'feature', type: 'categorical' },
    { name: 'embedding', role: 'feature', type: 'numerical_sequence' },
    { name: 'pred', role: 'prediction', type: 'categorical' },
  ],
})}\n`;

let made = 0;
function newFolder(): string {
  const folder = join(home, String(made++));
  mkdirSync(folder);
  return folder;
}

function write(log: AwkwardLog): { folder: string; log: string } {
  const folder = newFolder();
  writeFileSync(join(folder, log.name), `${log.text}\n`);
  return { folder, log: join(folder, log.name) };
}

const init = (log: string, out: string, ...more: string[]): ReturnType<typeof runAiops> =>
  runAiops(['init', '--from', log, '--out', out, '--listen', '127.0.0.1:0', ...more]);

/** Runs the written configuration as it is until all was read, and gives the report and the exposition. */
async function serveToTheEnd(out: string): Promise<{ source: StatusReport['sources'][number]; metrics: string }> {
  const exporter = await startExporter(join(out, 'aiops.yaml'));
  onTestFinished(async () => void (await exporter.stop()));
  const source = await eventually(async () => {
    const report = statusReportSchema.parse(await (await fetch(`${exporter.url}/api/v1/status`)).json());
    const [found] = report.sources;
    const isRead = found && found.streams.length > 0 && found.streams.every(({ is_drained }) => is_drained);
    return isRead ? found : null;
  }, 'the log to be read');
  return { source, metrics: await exporter.metrics() };
}

function total(metrics: string, family: string): number {
  const lines = metrics.split('\n').filter((line) => line.startsWith(`${family}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

const counted = ({ events, rejected }: StatusReport['sources'][number]): number =>
  events + Object.values(rejected).reduce((sum, n) => sum + n, 0);

const cases = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(FIXTURES, name)).map((fixture) => `${name}/${fixture}`));

/** Records of a fixture by its expected file; where that is about limits of its own, by its lines. */
function recordsOf(name: string, input: string): number {
  const text = (file: string): string => readFileSync(join(FIXTURES, name, file), 'utf8');
  if (!text('options.json').includes('maxRecordBytes')) return (JSON.parse(text('expected.json')) as unknown[]).length;
  return text(input)
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}

describe('aiops init on the fixture', () => {
  test.each(cases)('%s writes a configuration that runs unchanged, and every record is counted', async (name) => {
    const input = readdirSync(join(FIXTURES, name)).find((file) => file.startsWith('input.')) ?? 'input';
    const folder = newFolder();
    // Compressed, a log is known to be whole: an open quote at its end is no record that is still being written.
    const log = join(folder, `${input}.gz`);
    writeFileSync(log, gzipSync(readFileSync(join(FIXTURES, name, input))));
    if (name.startsWith('bentoml/')) writeFileSync(join(folder, 'schema.0.log'), BENTO_SCHEMA);
    const { code, output } = await init(log, folder);
    expect([0, 1], output).toContain(code);
    expect(output.includes('No field holds a time')).toBe(code === 1);
    expect((await runAiops(['validate', '--config', join(folder, 'aiops.yaml')])).code).toBe(0);
    const { source } = await serveToTheEnd(folder);
    const format = name.split('/')[0] ?? '';
    expect(readFileSync(join(folder, 'aiops.yaml'), 'utf8')).toContain(`format: ${format} `);
    // Of formats of others a record may be one half of an inference, or many.
    if (format === 'jsonl' || format === 'csv') expect(counted(source)).toBe(recordsOf(name, input));
    expect(source.problem).toBeNull();
  });
});

describe('aiops init on an awkward log', () => {
  test('nested, renamed, in microseconds, with people in it', async () => {
    const { folder, log } = write(NESTED);
    const { code, output } = await init(log, folder, '--model', 'housing');
    expect(code, output).toBe(0);
    const { source, metrics } = await serveToTheEnd(folder);
    expect([source.events, source.rejected]).toEqual([NESTED.accepted, {}]);
    expect(metrics).toContain('aiops_inference_requests_total{model="housing",version="7",outcome="error"} 30');
    expect(source.last_event_time).toBe('2026-11-23T08:17:59.100Z');
    // 2000 to 46 363 microseconds; latency is that of what ended well.
    const slowest = /aiops_inference_latency_seconds_bucket\{model="housing",version="7",le="0\.05"\} (\d+)/.exec(metrics);
    expect(slowest?.[1]).toBe(String(NESTED.accepted - 30));
    const config = readFileSync(join(folder, 'aiops.yaml'), 'utf8');
    expect(config).toContain('# left out: request.features.customer.email: by its name it holds an e-mail address');
    expect(config).toContain('gender: { private: true }');
    expect(config + output).not.toMatch(/example\.org|person\d/);
  });

  test('durations as texts, three models in one log', async () => {
    const { folder, log } = write(MIXED);
    const { code, output } = await init(log, folder);
    expect(code, output).toBe(0);
    expect(output).toContain('3 different: churn, fraud, credit');
    const { source, metrics } = await serveToTheEnd(folder);
    expect([source.events, source.rejected]).toEqual([MIXED.accepted, {}]);
    for (const model of ['churn', 'fraud', 'credit']) expect(metrics).toContain(`aiops_inference_requests_total{model="${model}"`);
    // One in 25 timed out; latency is that of what ended well.
    expect(total(metrics, 'aiops_inference_latency_seconds_count')).toBe(MIXED.accepted - 48);
    expect(total(metrics, 'aiops_inference_latency_seconds_sum')).toBeCloseTo(sumOfMixed(), 6);
    expect(output).not.toMatch(/\+49/);
  });

  test('a log of BentoML without its schema log is read as JSON lines', async () => {
    const folder = newFolder();
    const log = join(folder, 'data.1.log');
    writeFileSync(log, readFileSync(join(FIXTURES, 'bentoml/iris-monitor/input.jsonl')));
    const { code, output } = await init(log, folder);
    expect([code, output.includes('no schema log lies beside it')]).toEqual([0, true]);
    expect(readFileSync(join(folder, 'aiops.yaml'), 'utf8')).toContain('format: jsonl ');
  });

  test('semicolons and decimal commas', async () => {
    const { folder, log } = write(SEMICOLON);
    const { code, output } = await init(log, folder);
    expect(code, output).toBe(0);
    const { source, metrics } = await serveToTheEnd(folder);
    expect([source.events, source.rejected]).toEqual([SEMICOLON.accepted, {}]);
    expect(total(metrics, 'aiops_inference_latency_seconds_count')).toBe(SEMICOLON.accepted);
    expect(readFileSync(join(folder, 'aiops.yaml'), 'utf8')).toMatch(/left out: Geburtsdatum/);
  });
});

function sumOfMixed(): number {
  const ended = Array.from({ length: MIXED.accepted }, (_, i) => i).filter((i) => i % 25 !== 0);
  return ended.map((i) => (i % 10 === 0 ? 1.2 : ((i % 200) + 0.5) / 1000)).reduce((sum, x) => sum + x, 0);
}

describe('aiops init', () => {
  test('with a reference builds the baseline, and judges the log at once', async () => {
    const { folder, log } = write(NESTED);
    const reference = Array.from({ length: 2000 }, (_, i) => `${(i % 150) / 10},${1 + (i % 50)},${i % 3 === 0 ? 'INLAND' : 'NEAR BAY'}`);
    const drifted = reference.map((row, i) => row.replace(/^[^,]*/, String((i % 30) / 10)));
    writeFileSync(join(folder, 'train.csv'), `MedInc,houseAge,ocean\n${drifted.join('\n')}\n`);
    const { code, output } = await init(log, folder, '--reference', join(folder, 'train.csv'), '--model', 'housing', '--json');
    expect(code, output).toBe(0);
    const report = JSON.parse(output) as { verdict: unknown; baseline: string };
    expect(report.verdict).toEqual({ drifted: 1, judged: 3, insufficient: 0 });
    expect(report.baseline).toBe(join(folder, 'baselines/housing.json'));
    expect(readFileSync(join(folder, 'aiops.yaml'), 'utf8')).toContain('baseline: baselines/housing.json');
    const { source, metrics } = await serveToTheEnd(folder);
    expect(source.events).toBe(NESTED.accepted);
    expect(metrics).toMatch(/aiops_baseline_rows\{model="housing".*\} 2000/);
  });

  test('overwrites nothing, and writes nothing when a part of it is there', async () => {
    const { folder, log } = write(NESTED);
    writeFileSync(join(folder, 'aiops.yaml'), 'mine');
    const { code, output } = await init(log, folder);
    expect([code, output.includes('[CLI_INIT_EXISTS]')]).toEqual([2, true]);
    expect(readFileSync(join(folder, 'aiops.yaml'), 'utf8')).toBe('mine');
    rmSync(join(folder, 'aiops.yaml'));
    mkdirSync(join(folder, 'baselines'));
    writeFileSync(join(folder, 'baselines/housing.json'), 'mine');
    writeFileSync(join(folder, 'train.csv'), 'MedInc\n1\n2\n');
    expect((await init(log, folder, '--reference', join(folder, 'train.csv'), '--model', 'housing')).code).toBe(2);
    expect(existsSync(join(folder, 'aiops.yaml'))).toBe(false);
  });

  test('proposes a pattern for files that are named alike, finds rotations, and reads gzip', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'daily'));
    mkdirSync(join(folder, 'rotated'));
    const lines = MIXED.text.split('\n');
    writeFileSync(join(folder, 'daily/scoring-pod1.jsonl'), `${lines.slice(0, 600).join('\n')}\n`);
    writeFileSync(join(folder, 'daily/scoring-pod2.jsonl'), `${lines.slice(600).join('\n')}\n`);
    writeFileSync(join(folder, 'rotated/scoring.jsonl'), `${lines.slice(600).join('\n')}\n`);
    writeFileSync(join(folder, 'rotated/scoring.jsonl.1.gz'), gzipSync(`${lines.slice(0, 600).join('\n')}\n`));
    for (const [from, pattern] of [
      ['daily/scoring-pod1.jsonl', '"../daily/scoring-pod*.jsonl"'],
      ['daily', '"../daily/*.jsonl"'],
      ['daily/*1.jsonl', '"../daily/*1.jsonl"'],
      ['rotated/scoring.jsonl', '"../rotated/scoring.jsonl"'],
      ['rotated/scoring.jsonl.1.gz', '"../rotated/scoring.jsonl"'],
    ] as const) {
      const out = join(folder, `out${made++}`);
      const { code, output } = await init(join(folder, from), out);
      expect(code, output).toBe(0);
      expect(readFileSync(join(out, 'aiops.yaml'), 'utf8')).toContain(`path: ${pattern} #`);
    }
  });

  test.each([
    ['a file that is not there', 'none.jsonl', 'CLI_INIT_NO_LOG'],
    ['an empty file', 'empty.jsonl', 'CLI_INIT_NO_LOG'],
    ['a folder without logs', 'folder', 'CLI_INIT_NO_LOG'],
    ['binary data', 'binary.jsonl', 'CLI_INIT_NO_LOG'],
    ['binary data that opens a quote', 'quote.bin', 'CLI_INIT_NO_LOG'],
    ['text in UTF-16', 'utf16.csv', 'CLI_INIT_NO_LOG'],
  ])('refuses %s', async (_, name, errorCode) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'empty.jsonl'), '\n');
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'binary.jsonl'), Buffer.from(Array.from({ length: 4096 }, (_unused, i) => (i * 7) % 256)));
    writeFileSync(join(folder, 'quote.bin'), Buffer.from('"\0\u0001\u0002x,y', 'latin1'));
    writeFileSync(join(folder, 'utf16.csv'), Buffer.from('time,age\n1,2\n', 'utf16le'));
    const { code, output } = await init(join(folder, name), folder);
    expect([code, output.includes(`[${errorCode}`)], output).toEqual([2, true]);
    expect(existsSync(join(folder, 'aiops.yaml'))).toBe(false);
  });

  test('leaves nothing of a record behind but the configuration and the baseline', async () => {
    const { folder, log } = write(NESTED);
    await init(log, folder);
    expect(readdirSync(folder).sort()).toEqual(['aiops.yaml', NESTED.name]);
    expect(statSync(join(folder, 'aiops.yaml')).size).toBeGreaterThan(0);
  });
});
