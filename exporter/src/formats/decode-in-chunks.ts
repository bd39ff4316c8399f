import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, DECODER_PADDING, PRESENT, type Decoder } from './format.js';

/** What a decoder said about a stream. Offsets are those of the stream. */
export interface Decoded {
  /** One list for each accepted record: offset, extras, then a number for each field (of an id its hash, as text), or the word why it is not there. */
  readonly rows: (number | string)[][];
  readonly rejects: { readonly reason: string; readonly offset: number; readonly bytes: number }[];
  /** Offsets of labels. */
  readonly labels: readonly number[];
  /** Parts and weight of each row, where the format has them. */
  readonly shares: readonly { readonly parts: number; readonly weight: number }[];
  readonly dictionaries: readonly (readonly string[] | null)[];
}

const WORDS = { [ABSENT_MISSING]: 'missing', [ABSENT_NULL]: 'null', [ABSENT_OTHER]: 'other' } as const;

/**
 * Feeds a stream to a decoder as a source does: a chunk holds what was not consumed, and new bytes. For tests and tools/fuzz.ts.
 *
 * @param sizes bytes that each chunk adds; the last one is used for all further chunks
 * @param dirt stands behind and before each chunk in its buffer: nothing there may change a result, and reading more than
 *        DECODER_PADDING bytes behind a chunk throws
 */
export function decodeInChunks(decoder: Decoder, data: Buffer, sizes: readonly number[], dirt = 0x22): Decoded {
  const { columns } = decoder;
  const rows: Decoded['rows'] = [];
  const rejects: Decoded['rejects'] = [];
  const labels: number[] = [];
  const shares: Decoded['shares'][number][] = [];
  const head = data.subarray(0, Math.min(data.length, 65_536));
  const stream = decoder.open(head);
  let base = 0;
  const sink = {
    rows(n: number): void {
      for (let r = 0; r < n; r++) {
        const row: (number | string)[] = [base + (columns.offsets[r] as number), columns.extras[r] as number];
        columns.values.forEach((values, f) => {
          const value = values[r] as number;
          const why = columns.absent[f]?.[r] as keyof typeof WORDS | undefined;
          if (values instanceof Uint32Array)
            row.push(columns.absent[f]?.[r] === PRESENT ? hashText(values, r) : (WORDS[why ?? 0] ?? `reason ${why}`));
          else row.push(Number.isNaN(value) && why !== undefined ? (WORDS[why] ?? `reason ${why}`) : value);
        });
        rows.push(row);
        if (columns.parts) shares.push({ parts: columns.parts[r] as number, weight: columns.weights?.[r] ?? 1 });
      }
    },
    label(offset: number): void {
      labels.push(base + offset);
    },
    reject(reason: string, offset: number, bytes: number): void {
      rejects.push({ reason, offset: base + offset, bytes });
    },
  };
  let consumed = 0;
  let known = 0;
  for (let i = 0; known < data.length || consumed < data.length; i++) {
    known = Math.min(known + (sizes[Math.min(i, sizes.length - 1)] as number), data.length);
    // Own memory of exactly the promised size, and not at its beginning: an offset taken for an index shows.
    const start = 1 + (i % 7);
    const memory = new Uint8Array(start + known - consumed + DECODER_PADDING).fill(dirt);
    memory.set(data.subarray(consumed, known), start);
    const buffer = Buffer.from(memory.buffer);
    base = consumed - start;
    const end = start + known - consumed;
    const next = stream.decode(buffer, start, end, known === data.length, sink);
    if (next < start || next > end) throw new Error(`decode returned ${next}, outside of [${start}, ${end}]`);
    consumed += next - start;
    if (known === data.length && consumed < data.length) throw new Error(`the last chunk was left at ${consumed} of ${data.length}`);
  }
  return { rows, rejects, labels, shares, dictionaries: columns.dictionaries.map((values) => values && [...values]) };
}

/** A hash of an id as sixteen hexadecimal digits. */
function hashText(values: Uint32Array, row: number): string {
  const hex = (half: number): string => (values[half] as number).toString(16).padStart(8, '0');
  return hex(2 * row + 1) + hex(2 * row);
}

/** Where two decoders first differ, in words; null when they say the same. Numbers are compared by Object.is. */
export function firstDifference(got: Decoded, want: Decoded): string | null {
  const n = Math.max(got.rejects.length, want.rejects.length);
  for (let i = 0; i < n; i++) {
    const [a, b] = [JSON.stringify(got.rejects[i]), JSON.stringify(want.rejects[i])];
    if (a !== b) return `reject ${i}: got ${a}, want ${b}`;
  }
  for (let i = 0; i < Math.max(got.rows.length, want.rows.length); i++) {
    const [a, b] = [got.rows[i], want.rows[i]];
    const isSame = a && b && a.length === b.length && a.every((value, k) => Object.is(value, b[k]));
    if (!isSame) return `row ${i}: got [${printed(a)}], want [${printed(b)}]`;
  }
  for (const part of ['labels', 'shares', 'dictionaries'] as const) {
    const [a, b] = [JSON.stringify(got[part]), JSON.stringify(want[part])];
    if (a !== b) return `${part}: got ${a}, want ${b}`;
  }
  return null;
}

function printed(row: readonly (number | string)[] | undefined): string {
  return (row ?? []).map(print).join(', ');
}

function print(value: number | string): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
