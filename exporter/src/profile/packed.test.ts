import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, sizedArray, unpack } from './packed.js';

const record = fc.record({
  header: fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.constant(null))),
  arrays: fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.oneof(
      fc.array(fc.double()).map((xs) => Float64Array.from(xs)),
      fc
        .array(fc.oneof(fc.nat({ max: 2 ** 17 }), fc.constantFrom(2 ** 16 - 1, 2 ** 16, 2 ** 32 - 1, 2 ** 32, -0, 0)))
        .map((xs) => Float64Array.from(xs)),
      fc.uint32Array({ maxLength: 9 }),
      fc.uint8Array({ maxLength: 9 }),
    ),
  ),
});

test('unpacking what was packed gives the record back, NaN, -0 and infinities included', () => {
  fc.assert(
    fc.property(record, (packed) => {
      const back = unpack(pack(packed));
      expect({ ...back?.header }).toEqual({ ...packed.header });
      expect({ ...back?.arrays }).toEqual({ ...packed.arrays });
    }),
  );
});

test('bytes at an odd address are read too', () => {
  const bytes = pack({ header: { a: 1 }, arrays: { x: Float64Array.of(1.5) } });
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(unpack(shifted.subarray(3))?.arrays['x']).toEqual(Float64Array.of(1.5));
});

const withHead = (head: string): Uint8Array => {
  const text = Buffer.from(head);
  const bytes = new Uint8Array(8 + Math.ceil(text.length / 8) * 8);
  new DataView(bytes.buffer).setUint32(0, 1, true);
  new DataView(bytes.buffer).setUint32(4, text.length, true);
  bytes.set(text, 8);
  return bytes;
};

test.each([
  ['no JSON', '{"header":'],
  ['no object', 'null'],
  ['no header', '{"directory":[]}'],
  ['no directory', '{"header":{}}'],
  ['an unknown kind of array', '{"header":{},"directory":[{"name":"x","kind":"u64","length":0}]}'],
  ['a kind that every object has', '{"header":{},"directory":[{"name":"x","kind":"constructor","length":0}]}'],
  ['a negative length', '{"header":{},"directory":[{"name":"x","kind":"u8","length":-1}]}'],
  ['a length beyond all memory', '{"header":{},"directory":[{"name":"x","kind":"f64","length":9007199254740991}]}'],
  ['no entry', '{"header":{},"directory":[null]}'],
])('a head that is %s gives null', (_, head) => {
  expect(unpack(withHead(head))).toBeNull();
});

test('a version that is not known gives null', () => {
  const bytes = pack({ header: {}, arrays: {} });
  bytes[0] = 2;
  expect(unpack(bytes)).toBeNull();
});

test('an array is taken only with the length that is expected, and only of doubles', () => {
  const packed = { header: {}, arrays: { x: Float64Array.of(1, 2), y: Uint8Array.of(1, 2) } };
  expect(sizedArray(packed, 'x', 2)).toEqual(Float64Array.of(1, 2));
  expect(sizedArray(packed, 'x', 3)).toBeNull();
  expect(sizedArray(packed, 'y', 2)).toBeNull();
  expect(sizedArray(packed, 'z', 0)).toBeNull();
});

test('counts below 2^16 take two bytes, below 2^32 four, all other numbers eight', () => {
  const bytesOf = (x: number): number => pack({ header: {}, arrays: { x: new Float64Array(800).fill(x) } }).length;
  const empty = pack({ header: {}, arrays: { x: new Float64Array(0) } }).length;
  const perNumber = (x: number): number => Math.floor((bytesOf(x) - empty) / 800);
  expect([2 ** 16 - 1, 2 ** 16, 2 ** 32 - 1, 2 ** 32, 0.5, -1, -0].map(perNumber)).toEqual([2, 4, 4, 8, 8, 8, 8]);
});
