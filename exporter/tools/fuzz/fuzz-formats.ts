import { decodeInChunks, type Decoded } from '../../src/formats/decode-in-chunks.js';
import type { SampleLog } from '../format-logs/sample-log.js';
import { Choose } from './choose.js';
import { corruptRecord } from './corrupt-record.js';

export interface CorruptionResult {
  readonly format: string;
  corrupted: number;
  /** What became of the corrupted records. */
  accepted: number;
  rejected: number;
  labels: number;
  /** Proper records that tell of nothing, and lines that came to be blank. */
  silent: number;
  /** What should not be, at most MAX_FAULTS of them. */
  readonly faults: string[];
}

const MAX_FAULTS = 5;
/** Records between a corrupted one and the next. */
const NEIGHBOURS = 2;
const RECORDS = 40;
/** Distinct records of a log that are made. */
const VARIETY = 500;
const LIMITS = { batchRows: 16, maxRecordBytes: 4000, maxDepth: 20 } as const;

/**
 * Corrupts so many records of a log, each between others that are whole, and decodes them in chunks of random sizes. A fault is: an
 * exception, a record that is neither a row, a reject, a label nor proper without any of these, one that is counted as two, and a
 * neighbour that comes out differently than without the corruption.
 */
export function fuzzFormat(log: SampleLog, wanted: number, seed: number): CorruptionResult {
  const choose = new Choose(seed);
  const result: CorruptionResult = { format: log.format, corrupted: 0, accepted: 0, rejected: 0, labels: 0, silent: 0, faults: [] };
  const records = Array.from({ length: VARIETY }, (_, i) => log.lines(i))
    .flat()
    .map((line) => Buffer.from(line));
  while (result.corrupted < wanted && result.faults.length < MAX_FAULTS) {
    const lines: Line[] = Array.from({ length: RECORDS }, () => ({ bytes: choose.one(records), isCorrupted: false }));
    for (let at = NEIGHBOURS; at < RECORDS - NEIGHBOURS; at += NEIGHBOURS + 1) {
      lines[at] = { bytes: corruptRecord(choose, choose.one(records)), isCorrupted: true };
    }
    try {
      judge(log, lines, choose, result);
    } catch (error) {
      result.faults.push(`threw ${String(error)} (${shown(lines)})`);
    }
  }
  return result;
}

interface Line {
  readonly bytes: Buffer;
  readonly isCorrupted: boolean;
}

function judge(log: SampleLog, lines: readonly Line[], choose: Choose, result: CorruptionResult): void {
  const decoded = decode(log, lines, choose);
  const whole = decode(
    log,
    lines.filter(({ isCorrupted }) => !isCorrupted),
    choose,
  );
  const untouched: string[] = [];
  let offset = Buffer.byteLength(log.head);
  for (const { bytes, isCorrupted } of lines) {
    const rows = decoded.rows.flatMap((row, r) => (row[0] === offset ? [r] : []));
    const rejects = decoded.rejects.filter((reject) => reject.offset === offset).length;
    const labels = decoded.labels.filter((label) => label === offset).length;
    if (isCorrupted) note({ rows: rows.length, rejects, labels }, log, bytes, result);
    else untouched.push(...rows.map((r) => printed(decoded, r)));
    if (!isCorrupted && rejects > 0) result.faults.push(`a neighbour was rejected (${shown(lines)})`);
    offset += bytes.length + 1;
  }
  const expected = whole.rows.map((_, r) => printed(whole, r));
  if (untouched.join('\n') !== expected.join('\n')) result.faults.push(`a neighbour came out differently (${shown(lines)})`);
  const known = new Set<number>();
  for (let at = Buffer.byteLength(log.head), i = 0; i < lines.length; at += (lines[i++] as Line).bytes.length + 1) known.add(at);
  const strays = [...decoded.rows.map(([at]) => at as number), ...decoded.rejects.map((reject) => reject.offset)].filter(
    (at) => !known.has(at),
  );
  if (strays.length > 0) result.faults.push(`something was counted at ${strays[0]}, where no record begins (${shown(lines)})`);
}

/** What became of one corrupted record. */
function note(
  { rows, rejects, labels }: Record<'rows' | 'rejects' | 'labels', number>,
  log: SampleLog,
  bytes: Buffer,
  result: CorruptionResult,
): void {
  result.corrupted++;
  const kinds = Number(rows > 0) + rejects + labels;
  if (kinds > 1)
    result.faults.push(`counted as ${rows} rows, ${rejects} rejects and ${labels} labels: ${JSON.stringify(bytes.toString('latin1'))}`);
  if (rows > 0) result.accepted++;
  else if (rejects > 0) result.rejected++;
  else if (labels > 0) result.labels++;
  else {
    result.silent++;
    if (!mayBeSilent(log, bytes)) result.faults.push(`not counted: ${JSON.stringify(bytes.toString('latin1'))}`);
  }
}

/** A blank line, a repeated header, or spans without an inference. */
function mayBeSilent({ format, head }: SampleLog, bytes: Buffer): boolean {
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r$/, '');
  if (/^[ \t\r]*$/.test(text)) return format !== 'csv' || text === '';
  if (format === 'csv') return `${text}\n` === head;
  if (format !== 'otel_genai') return false;
  return Object.hasOwn(JSON.parse(text) as object, 'resourceSpans');
}

function decode({ decoder, fields, featuresAt, head }: SampleLog, lines: readonly Line[], choose: Choose): Decoded {
  const data = Buffer.concat([Buffer.from(head), ...lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')])]);
  const sizes = choose.chance(0.5) ? [1 << 20] : Array.from({ length: 20 }, () => 1 + choose.below(2000));
  return decodeInChunks(decoder({ ...LIMITS, fields, featuresAt }), data, sizes);
}

/** A row without its offset; categories as text, as their codes depend on what came before. */
function printed({ rows, dictionaries, shares }: Decoded, r: number): string {
  const values = (rows[r] as (number | string)[]).slice(2).map((value, f) => dictionaries[f]?.[value as number] ?? value);
  return JSON.stringify([values, shares[r]]);
}

function shown(lines: readonly Line[]): string {
  return lines
    .filter(({ isCorrupted }) => isCorrupted)
    .map(({ bytes }) => JSON.stringify(bytes.toString('latin1')))
    .join(' ');
}
