import type { Field } from '../../src/events/index.js';
import { formats, plainJsonl, type DecoderOptions } from '../../src/formats/index.js';
import { Choose } from './choose.js';
import { decodeInChunks, firstDifference } from '../../src/formats/decode-in-chunks.js';
import { fuzzLine, type Mutation } from './json-lines.js';
import { SHAPES } from './record-shapes.js';

/** Any key will do: both decoders have it. */
const ID_KEY = Uint8Array.from({ length: 16 }, (_, i) => i);
const number = (...path: string[]): Field => ({ path, kind: 'number' });
const open = (path: string[], capacity: number, known: string[] = []): Field => ({
  path,
  kind: 'category',
  known,
  growth: 'open',
  capacity,
});
const closed = (path: string[], known: string[]): Field => ({ path, kind: 'category', known, growth: 'closed', capacity: known.length });

const USUAL: readonly Field[] = [
  { path: ['ts'], kind: 'time', unit: 'auto' },
  { path: ['when'], kind: 'time', unit: 's' },
  { path: ['took'], kind: 'duration' },
  number('lat'),
  number('n'),
  number('f', 'age'),
  number('f', 'income'),
  number('f', 'deep', 'x'),
  number('__proto__'),
  { path: ['id'], kind: 'id', key: ID_KEY },
  { path: ['f', 'id'], kind: 'id', key: ID_KEY },
  open(['model'], 8),
  open(['status'], 64, ['200', '504', 'true']),
  open(['constructor'], 4),
  open(['big'], 200),
  closed(['f', 'country'], ['DE', 'FR', 'é', 'abcdefgh', 'abcdefghi', 'a"b', 'a"', '']),
];
/** What a decoder is asked for: the usual; many columns; paths inside of wanted values; next to nothing. */
const WANTED: readonly Pick<DecoderOptions, 'fields' | 'featuresAt'>[] = [
  { fields: USUAL, featuresAt: ['f'] },
  { fields: USUAL, featuresAt: ['f', 'deep'] },
  { fields: [...USUAL, ...Array.from({ length: 30 }, (_, i) => number('f', `feature_${i}`))], featuresAt: ['f'] },
  { fields: [open(['f'], 20), number('f', 'age'), number('n')], featuresAt: ['f'] },
  { fields: [number('lat')], featuresAt: null },
];

export interface FuzzOptions {
  /** Records to change; those that stay as they are, so that layouts recur, come on top. */
  readonly mutated: number;
  readonly seed: number;
  /** Called after each stream. */
  readonly onProgress?: (result: FuzzResult) => void;
}

export interface FuzzResult {
  records: number;
  mutated: number;
  accepted: number;
  rejected: number;
  streams: number;
  /** Streams whose chunks were cut at every byte. */
  bytewiseStreams: number;
  /** Records by what was done to them. */
  readonly mutations: Map<Mutation, number>;
  /** At most MAX_DIFFERENCES of them, each with the number of its stream. */
  readonly differences: string[];
}

const MAX_DIFFERENCES = 10;
const STREAM_RECORDS = [20, 20, 200, 200, 200, 2000, 2000, 20_000] as const;

/** Compares the fast decoder with plainJsonl, stream by stream, until so many records are changed or too much differs. */
export function fuzzJsonl({ mutated, seed, onProgress }: FuzzOptions): FuzzResult {
  const choose = new Choose(seed);
  const result: FuzzResult = {
    records: 0,
    mutated: 0,
    accepted: 0,
    rejected: 0,
    streams: 0,
    bytewiseStreams: 0,
    mutations: new Map(),
    differences: [],
  };
  while (result.mutated < mutated && result.differences.length < MAX_DIFFERENCES) {
    const difference = fuzzStream(choose, Math.min(choose.one(STREAM_RECORDS), 2 * mutated), result);
    if (difference) result.differences.push(`stream ${result.streams}: ${difference}`);
    result.streams++;
    onProgress?.(result);
  }
  return result;
}

function fuzzStream(choose: Choose, n: number, result: FuzzResult): string | null {
  const options: DecoderOptions = {
    ...choose.one(WANTED),
    batchRows: choose.one([1, 7, 64, 1024]),
    maxRecordBytes: choose.one([300, 1500, 1_000_000]),
    maxDepth: choose.one([2, 3, 5, 32]),
  };
  const data = streamOf(choose, n, result);
  const isBytewise = n <= 200 && choose.chance(0.3);
  const sizes = isBytewise ? [1] : Array.from({ length: 50 }, () => 1 + choose.below(choose.one([40, 300, 5000, 100_000])));
  const got = decodeInChunks(formats.jsonl(options), data, sizes, choose.one([0, 10, 34, 48, 92, 125]));
  const want = decodeInChunks(plainJsonl(options), data, [Math.max(data.length, 1)]);
  result.accepted += want.rows.length;
  result.rejected += want.rejects.length;
  if (isBytewise) result.bytewiseStreams++;
  return firstDifference(got, want);
}

function streamOf(choose: Choose, n: number, result: FuzzResult): Buffer {
  const calm = choose.one([0, 0.3, 0.9]);
  // Few shapes a stream: a layout must make up a good part of it to get a scanner.
  const shapes = Array.from({ length: choose.one([1, 2, 3, 8]) }, () => choose.one(SHAPES));
  const parts: Buffer[] = [];
  for (let i = 0; i < n; i++) {
    const { bytes, mutation } = fuzzLine(choose, choose.one(shapes), calm);
    parts.push(bytes, Buffer.from('\n'));
    result.mutations.set(mutation, (result.mutations.get(mutation) ?? 0) + 1);
    if (mutation !== 'none') result.mutated++;
  }
  result.records += n;
  // The last record may come without its newline.
  if (choose.chance(0.3)) parts.pop();
  return Buffer.concat(parts);
}
