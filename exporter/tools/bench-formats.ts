import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Field } from '../src/events/index.js';
import { DECODER_PADDING, formats, plainJsonl, type Decoder, type DecoderOptions } from '../src/formats/index.js';
import { SAMPLE_LOGS } from './format-logs/all-logs.js';
import { CATEGORICAL, NUMERIC, inferenceLog, type LogShape } from './fuzz/inference-log.js';

const HELP = `taskset -c 1 node exporter/dist/tools/bench-formats.js [--processes N] [--row TEXT] [--json]

Records a second per CPU second (compiler and garbage collector included) of decoding a made-up inference log from memory, in
chunks of 1 MiB, after a warm-up. Each figure is a process of its own; the median and the lowest of N (default 5) are shown.
--row: only rows whose name holds TEXT. --json: print the medians as JSON, the table to stderr. Pin it to one core, as above, for a figure per core.`;

/** Bytes of log in memory, and how often they are read before and while the clock runs: 200 MB, then 400 MB. */
const LOG_BYTES = 40e6;
const WARM_UP_PASSES = 5;
const TIMED_PASSES = 10;
const CHUNK_BYTES = 1 << 20;

const LOG: LogShape = { moreFeatures: 0, digits: 'short', keys: 'fixed' };
const WIDE: LogShape = { ...LOG, moreFeatures: 185 };
const JSON_LOGS: readonly (readonly [string, LogShape])[] = [
  ['log, 15 features', LOG],
  ['log, one record in twenty lacks a feature', { ...LOG, keys: 'one in twenty lacks one' }],
  ['log, keys in any order', { ...LOG, keys: 'any' }],
  ['log, full-precision floats', { ...LOG, digits: 'full' }],
  ['200 features', WIDE],
  ['200 full-precision floats', { ...WIDE, digits: 'full' }],
];
const CSV_COLUMNS = ['ts', 'model', 'version', 'latency_ms', 'status', 'age', 'income', 'ratio', 'country', 'device'] as const;

const LIMITS = { batchRows: 1024, maxRecordBytes: 1 << 20, maxDepth: 32 } as const;

type Run = () => { records: number; bytes: number; pass: () => void };

const rows = new Map<string, Run>();
for (const [name, shape] of JSON_LOGS) {
  rows.set(`${name}: JSON.parse alone`, () => parsing(jsonLog(shape)));
  rows.set(`${name}: plainJsonl`, () => decoding(plainJsonl(options(shape)), jsonLog(shape), Buffer.alloc(0)));
  rows.set(`${name}: jsonl`, () => decoding(formats.jsonl(options(shape)), jsonLog(shape), Buffer.alloc(0)));
}
rows.set('log, 15 features and the hashed id: jsonl', () => decoding(formats.jsonl(withId(options(LOG))), jsonLog(LOG), Buffer.alloc(0)));
rows.set('10 columns: csv', () => {
  const data = csvLog();
  return decoding(formats.csv({ delimiter: ',' })(csvOptions()), data, data.subarray(0, data.indexOf(10) + 1));
});

for (const { format, head, lines, decoder, fields, featuresAt } of SAMPLE_LOGS) {
  const data = (): Buffer => sampleLog(lines);
  if (format !== 'csv') rows.set(`of ${format}: JSON.parse alone`, () => parsing(data()));
  const wanted = { ...LIMITS, fields, featuresAt };
  rows.set(`of ${format}: ${format}`, () => decoding(decoder(wanted), Buffer.concat([Buffer.from(head), data()]), Buffer.from(head)));
}

function options({ moreFeatures }: LogShape): DecoderOptions {
  const more = Array.from({ length: moreFeatures }, (_, k) => `feature_${k}`);
  const fields: Field[] = [
    { path: ['ts'], kind: 'time', unit: 'auto' },
    open('model'),
    open('version'),
    { path: ['latency_ms'], kind: 'number' },
    open('status'),
    ...[...NUMERIC, ...more].map((name): Field => ({ path: ['features', name], kind: 'number' })),
    ...CATEGORICAL.map((name) => open('features', name)),
  ];
  return { ...LIMITS, fields, featuresAt: ['features'] };
}

/** With the id of the request, as where labels are joined. */
function withId(wanted: DecoderOptions): DecoderOptions {
  return { ...wanted, fields: [...wanted.fields, { path: ['request_id'], kind: 'id', key: new Uint8Array(16) }] };
}

function csvOptions(): DecoderOptions {
  const texts: readonly string[] = ['model', 'version', 'status', 'country', 'device'];
  const fields = CSV_COLUMNS.map((name): Field => {
    if (name === 'ts') return { path: [name], kind: 'time', unit: 'auto' };
    return texts.includes(name) ? open(name) : { path: [name], kind: 'number' };
  });
  return { ...LIMITS, fields, featuresAt: null };
}

function open(...path: string[]): Field {
  return { path, kind: 'category', known: [], growth: 'open', capacity: 1024 };
}

function jsonLog(shape: LogShape): Buffer {
  const lines: Buffer[] = [];
  let bytes = 0;
  for (const record of inferenceLog(Infinity, shape)) {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    lines.push(line);
    bytes += line.length;
    if (bytes > LOG_BYTES) break;
  }
  return Buffer.concat(lines);
}

/** As many records of a sample log as LOG_BYTES hold. */
function sampleLog(lines: (i: number) => readonly string[]): Buffer {
  const parts: Buffer[] = [];
  for (let bytes = 0, i = 0; bytes < LOG_BYTES; i++) {
    const part = Buffer.from(
      lines(i)
        .map((line) => `${line}\n`)
        .join(''),
    );
    parts.push(part);
    bytes += part.length;
  }
  return Buffer.concat(parts);
}

function csvLog(): Buffer {
  const lines = [CSV_COLUMNS.join(',')];
  for (const record of inferenceLog(400_000, LOG)) {
    const flat: Readonly<Record<string, unknown>> = { ...record, ...(record['features'] as object) };
    lines.push(CSV_COLUMNS.map((name) => String((flat[name] ?? '') as string | number)).join(','));
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

function parsing(data: Buffer): ReturnType<Run> {
  let records = 0;
  for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) records++;
  const pass = (): void => {
    for (let at = 0, end = 0; (end = data.indexOf(10, at)) >= 0; at = end + 1) JSON.parse(data.toString('utf8', at, end));
  };
  return { records, bytes: data.length, pass };
}

/** Copies each chunk into one buffer first, as reading a file does. */
function decoding(decoder: Decoder, data: Buffer, head: Buffer): ReturnType<Run> {
  const stream = decoder.open(head);
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES + DECODER_PADDING);
  let records = 0;
  const sink = {
    rows: (n: number): void => void (records += n),
    label: (): void => void records++,
    reject: (reason: string): void => {
      throw new Error(`a record of the log was rejected: ${reason}`);
    },
  };
  const pass = (): void => {
    records = 0;
    for (let at = 0; at < data.length;) {
      const bytes = Math.min(CHUNK_BYTES, data.length - at);
      data.copy(buffer, 0, at, at + bytes);
      at += stream.decode(buffer, 0, bytes, at + bytes === data.length, sink);
    }
  };
  pass();
  return { records, bytes: data.length, pass };
}

/** Records a CPU second. */
function measure(run: Run): { perSecond: number; bytesPerRecord: number } {
  const { records, bytes, pass } = run();
  for (let i = 0; i < WARM_UP_PASSES; i++) pass();
  const before = process.cpuUsage();
  for (let i = 0; i < TIMED_PASSES; i++) pass();
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (records * TIMED_PASSES * 1e6) / (user + system), bytesPerRecord: bytes / records };
}

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '5' },
    row: { type: 'string', default: '' },
    child: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else if (values.child !== undefined) console.log(JSON.stringify(measure(rows.get(values.child) as Run)));
else {
  const say = values.json ? console.error : console.log;
  const medians: [string, number][] = [];
  say(`node ${process.version}, ${values.processes} processes a row`);
  say(`${''.padEnd(62)}     median     lowest   bytes    MB/s`);
  for (const name of [...rows.keys()].filter((one) => one.includes(values.row))) {
    const child = (): ReturnType<typeof measure> =>
      JSON.parse(
        execFileSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), '--child', name], { encoding: 'utf8' }),
      ) as ReturnType<typeof measure>;
    const results = Array.from({ length: Number(values.processes) }, child).sort((a, b) => a.perSecond - b.perSecond);
    const [lowest, median] = [results[0], results[results.length >> 1]] as [(typeof results)[0], (typeof results)[0]];
    const rate = (x: number): string => `${Math.round(x / 1000)} k`.padStart(11);
    const { bytesPerRecord } = median;
    medians.push([name, median.perSecond]);
    say(
      `${name.padEnd(62)}${rate(median.perSecond)}${rate(lowest.perSecond)}${bytesPerRecord.toFixed(0).padStart(8)}${((median.perSecond * bytesPerRecord) / 1e6).toFixed(0).padStart(8)}`,
    );
  }
  if (values.json) console.log(JSON.stringify(medians));
}
