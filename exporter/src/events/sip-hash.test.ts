import { expect, test } from 'vitest';
import { SipHash } from './sip-hash.js';

const KEY = Uint8Array.from({ length: 16 }, (_, i) => i);
const hex = (n: number): string => n.toString(16).padStart(8, '0');
const hashOf = (text: string, key = KEY): string => {
  const into = { lo: 0, hi: 0 };
  new SipHash(key).hash(text, into);
  return hex(into.hi) + hex(into.lo);
};
const bytes = (n: number): string => String.fromCharCode(...Array.from({ length: n }, (_, i) => i));

test('SipHash-2-4 gives the published vectors: key 00..0f, input 00, 01, ... of n bytes', () => {
  // https://github.com/veorq/SipHash vectors.h (vectors_sip64), read as little-endian numbers; n = 15 is the example of the paper.
  expect(hashOf(bytes(0))).toBe('726fdb47dd0e0e31');
  expect(hashOf(bytes(1))).toBe('74f839c593dc67fd');
  expect(hashOf(bytes(2))).toBe('0d6c8009d9a94f5a');
  expect(hashOf(bytes(7))).toBe('ab0200f58b01d137');
  expect(hashOf(bytes(8))).toBe('93f5f5799a932462');
  expect(hashOf(bytes(15))).toBe('a129ca6149be45e5');
});

test('another key gives another hash, and long or non-ASCII ids are hashed whole', () => {
  expect(
    hashOf(
      'id',
      KEY.map((byte) => byte ^ 1),
    ),
  ).not.toBe(hashOf('id'));
  expect(hashOf('é'.repeat(2000))).not.toBe(hashOf(`${'é'.repeat(1999)}e`));
  expect(hashOf('é'.repeat(2000))).toBe(hashOf('é'.repeat(2000)));
});

test('a key of another size is refused', () => {
  expect(() => new SipHash(new Uint8Array(8))).toThrow('a SipHash key requires 16 bytes (found 8)');
});

test('bytes in the middle of a buffer are hashed as the text that they are, whatever stands around them', () => {
  const around = Buffer.from('xx3f2b-é-17yyyyyyyy');
  const into = { lo: 0, hi: 0 };
  new SipHash(KEY).hashBytes(around, 2, around.indexOf('yyyy'), into);
  expect(hex(into.hi) + hex(into.lo)).toBe(hashOf('3f2b-é-17'));
});
