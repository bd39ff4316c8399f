/** A small record and named arrays of numbers, as one byte string. */
export interface Packed {
  readonly header: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, Uint32Array | Float64Array | Uint8Array>>;
}

/** Version of the byte layout; a reader refuses what it does not know. */
const PACKED_VERSION = 1;
/** Where an array of doubles holds small whole numbers only, as counts do, it is written in two or four bytes each. */
const KINDS = { u32: Uint32Array, f64: Float64Array, u8: Uint8Array, count16: Uint16Array, count32: Uint32Array } as const;
type Kind = keyof typeof KINDS;
const TWO_BYTES = 2 ** 16;
const FOUR_BYTES = 2 ** 32;

interface Written {
  readonly kind: Kind;
  readonly array: Uint32Array | Float64Array | Uint8Array | Uint16Array;
}

/**
 * Packs a record: a version, the length of a JSON head, the head (record and array directory), then the arrays, each at a
 * multiple of 8 bytes. Numbers are little-endian, as on every platform that Node runs on here. What `unpack` gives is equal
 * to the bit.
 */
export function pack({ header, arrays }: Packed): Uint8Array {
  const written = Object.entries(arrays).map(([name, array]) => ({ name, ...smallest(array) }));
  const directory = written.map(({ name, kind, array }) => ({ name, kind, length: array.length }));
  const head = new TextEncoder().encode(JSON.stringify({ header, directory }));
  const align = (n: number): number => (n + 7) & ~7;
  let at = align(8 + head.length);
  const starts = written.map(({ array }) => {
    const start = at;
    at = align(at + array.byteLength);
    return start;
  });
  const bytes = new Uint8Array(at);
  new DataView(bytes.buffer).setUint32(0, PACKED_VERSION, true);
  new DataView(bytes.buffer).setUint32(4, head.length, true);
  bytes.set(head, 8);
  written.forEach(({ array }, i) => bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), starts[i]));
  return bytes;
}

function smallest(array: Packed['arrays'][string]): Written {
  if (array instanceof Uint32Array) return { kind: 'u32', array };
  if (array instanceof Uint8Array) return { kind: 'u8', array };
  const largest = largestCount(array);
  if (largest === null || largest >= FOUR_BYTES) return { kind: 'f64', array };
  return largest < TWO_BYTES ? { kind: 'count16', array: Uint16Array.from(array) } : { kind: 'count32', array: Uint32Array.from(array) };
}

/** The largest number of an array of whole numbers from 0 on; null for any other array, one with -0 included. */
function largestCount(array: Float64Array): number | null {
  let largest = 0;
  for (let i = 0; i < array.length; i++) {
    const x = array[i] as number;
    if (!(x >= 0 && Math.floor(x) === x) || (x === 0 && Object.is(x, -0))) return null;
    if (x > largest) largest = x;
  }
  return largest;
}

/** The inverse of `pack`; returns null where the bytes are no packed record of a known version, or are damaged. */
export function unpack(bytes: Uint8Array): Packed | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== PACKED_VERSION) return null;
  const headLength = view.getUint32(4, true);
  if (8 + headLength > bytes.length) return null;
  const head = headOf(bytes.subarray(8, 8 + headLength));
  if (!head) return null;
  const arrays: Record<string, Uint32Array | Float64Array | Uint8Array> = {};
  let at = (8 + headLength + 7) & ~7;
  for (const { name, kind, length } of head.directory) {
    const size = length * KINDS[kind].BYTES_PER_ELEMENT;
    // Asked before the array is made: a damaged length must not ask for gigabytes.
    if (at + size > bytes.length) return null;
    const array = new KINDS[kind](length);
    new Uint8Array(array.buffer).set(bytes.subarray(at, at + size));
    arrays[name] = kind === 'count16' || kind === 'count32' ? Float64Array.from(array) : (array as Packed['arrays'][string]);
    at = (at + size + 7) & ~7;
  }
  return { header: head.header, arrays };
}

/** An array of doubles of a packed record; null where it is absent or of another length. */
export function sizedArray({ arrays }: Packed, name: string, length: number): Float64Array | null {
  const array = arrays[name];
  return array instanceof Float64Array && array.length === length ? array : null;
}

interface Head {
  readonly header: Record<string, unknown>;
  readonly directory: readonly { name: string; kind: Kind; length: number }[];
}

function headOf(bytes: Uint8Array): Head | null {
  let head: Partial<Head> | null;
  try {
    head = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Head> | null;
  } catch {
    return null;
  }
  if (typeof head?.header !== 'object' || head.header === null || !Array.isArray(head.directory)) return null;
  const isEntry = (entry: Partial<Head['directory'][number]> | null): boolean =>
    typeof entry?.name === 'string' &&
    Object.hasOwn(KINDS, entry.kind ?? '') &&
    Number.isSafeInteger(entry.length) &&
    (entry.length ?? -1) >= 0;
  return head.directory.every(isEntry) ? (head as Head) : null;
}
