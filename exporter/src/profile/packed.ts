/** A small record and named arrays of numbers, as one byte string. */
export interface Packed {
  readonly header: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, Uint32Array | Float64Array | Uint8Array>>;
}

/** Version of the byte layout; a reader refuses what it does not know. */
const PACKED_VERSION = 1;
const KINDS = { u32: Uint32Array, f64: Float64Array, u8: Uint8Array } as const;
type Kind = keyof typeof KINDS;

const kindOf = (array: Uint32Array | Float64Array | Uint8Array): Kind =>
  array instanceof Uint32Array ? 'u32' : array instanceof Float64Array ? 'f64' : 'u8';

/**
 * Packs a record: a version byte, the length of a JSON head, the head (record and array directory), then the arrays,
 * each at a multiple of 8 bytes. Numbers are little-endian, as on every platform that Node runs on here.
 */
export function pack({ header, arrays }: Packed): Uint8Array {
  const names = Object.keys(arrays);
  const directory = names.map((name) => {
    const array = arrays[name] as Uint32Array;
    return { name, kind: kindOf(array), length: array.length };
  });
  const head = new TextEncoder().encode(JSON.stringify({ header, directory }));
  const align = (n: number): number => (n + 7) & ~7;
  let at = align(8 + head.length);
  const starts = directory.map(({ name }) => {
    const start = at;
    at = align(at + (arrays[name] as Uint32Array).byteLength);
    return start;
  });
  const bytes = new Uint8Array(at);
  new DataView(bytes.buffer).setUint32(0, PACKED_VERSION, true);
  new DataView(bytes.buffer).setUint32(4, head.length, true);
  bytes.set(head, 8);
  directory.forEach(({ name }, i) => {
    const array = arrays[name] as Uint32Array;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), starts[i]);
  });
  return bytes;
}

/** The inverse of `pack`; returns null where the bytes are no packed record of a known version. */
export function unpack(bytes: Uint8Array): Packed | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== PACKED_VERSION) return null;
  const headLength = view.getUint32(4, true);
  if (8 + headLength > bytes.length) return null;
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + headLength));
  const head = JSON.parse(text) as { header: Record<string, unknown>; directory: { name: string; kind: Kind; length: number }[] };
  const arrays: Record<string, Uint32Array | Float64Array | Uint8Array> = {};
  let at = (8 + headLength + 7) & ~7;
  for (const { name, kind, length } of head.directory) {
    const array = new KINDS[kind](length);
    const size = array.byteLength;
    if (at + size > bytes.length) return null;
    new Uint8Array(array.buffer).set(bytes.subarray(at, at + size));
    arrays[name] = array;
    at = (at + size + 7) & ~7;
  }
  return { header: head.header, arrays };
}
