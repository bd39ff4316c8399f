import { expect, test } from 'vitest';
import { HEAD_BYTES, beginsWith, endsWith, fingerprintOf, headFingerprint, prefixHashes } from './fingerprint.js';

const content = Buffer.from(Array.from({ length: 10_000 }, (_, i) => 33 + ((i * i) % 90)));

test.each([0, 1, 2, 3, 100, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 1, 10_000])(
  'the head of %i bytes is recognised in all that begins with them',
  (bytes) => {
    const head = headFingerprint(content.subarray(0, bytes));
    expect(head.bytes).toBeLessThanOrEqual(Math.min(bytes, HEAD_BYTES));
    // At least half of what is there.
    expect(2 * head.bytes).toBeGreaterThanOrEqual(Math.min(bytes, HEAD_BYTES));
    expect(beginsWith(content, head)).toBe(true);
    expect(prefixHashes(content)(head.bytes)).toBe(head.sha256);
  },
);

test('a head is not recognised in less content, or in other content', () => {
  const head = headFingerprint(content.subarray(0, 64));
  expect(beginsWith(content.subarray(0, 63), head)).toBe(false);
  const other = Buffer.from(content);
  other[63] = 1;
  expect(beginsWith(other, head)).toBe(false);
  expect(prefixHashes(other)(64)).not.toBe(head.sha256);
});

test('the end of content is recognised by its last bytes', () => {
  const tail = fingerprintOf(content.subarray(-256));
  expect(endsWith(content, tail)).toBe(true);
  expect(endsWith(content.subarray(0, -1), tail)).toBe(false);
  expect(endsWith(content.subarray(0, 10), tail)).toBe(false);
});

test('zero bytes count as the newlines they are delivered as', () => {
  expect(fingerprintOf(Buffer.from('a\0\0b'))).toEqual(fingerprintOf(Buffer.from('a\n\nb')));
});
