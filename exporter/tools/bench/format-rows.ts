import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { textTable, type TextColumn } from '../../src/cli/text-table.js';
import { isPinned } from './run-child.js';
import { short } from './figures.js';

const SCRIPT = fileURLToPath(new URL('../bench-formats.js', import.meta.url));
const PARSE = 'JSON.parse alone';
/** The CSV holds the requests that the JSON lines hold: JSON.parse of those is its rival. */
const RIVAL_OF_CSV = 'jsonl';

export interface FormatRow {
  readonly format: string;
  /** Medians, per CPU-second. */
  readonly recordsPerSecond: number;
  readonly jsonParsePerSecond: number;
}

/** Decoding from memory, each format beside JSON.parse of the same bytes, every figure of processes of their own. */
export function formatRows(processes: number): FormatRow[] {
  const args = [SCRIPT, '--row', 'of ', '--processes', String(processes), '--json'];
  const [command, ...rest] = isPinned ? ['taskset', '-c', '0', process.execPath, ...args] : [process.execPath, ...args];
  const text = execFileSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 20 });
  const medians = new Map(JSON.parse(text) as [string, number][]);
  const formats = [...medians.keys()].flatMap((name) => /^of (\w+): (?!JSON)/.exec(name)?.[1] ?? []);
  return formats.map((format) => ({
    format,
    recordsPerSecond: medians.get(`of ${format}: ${format}`) ?? NaN,
    jsonParsePerSecond: medians.get(`of ${format === 'csv' ? RIVAL_OF_CSV : format}: ${PARSE}`) ?? NaN,
  }));
}

const COLUMNS: readonly TextColumn[] = [
  { title: 'format', align: 'left' },
  { title: 'records/s', align: 'right' },
  { title: 'JSON.parse', align: 'right' },
  { title: 'JSON.parse / format', align: 'right' },
];

export function formatTable(rows: readonly FormatRow[]): string[] {
  return textTable(
    COLUMNS,
    rows.map(({ format, recordsPerSecond, jsonParsePerSecond }) => [
      format,
      short(recordsPerSecond),
      short(jsonParsePerSecond),
      (jsonParsePerSecond / recordsPerSecond).toFixed(2),
    ]),
  );
}
