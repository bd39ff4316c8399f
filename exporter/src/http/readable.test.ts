import { describe, expect, it } from 'vitest';
import { grouped, readableAge, readableBytes, readableSeconds } from './readable.js';

describe('readable numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1\u202f000'],
    [1_234_567, '1\u202f234\u202f567'],
  ])('groups %i as %s', (count, text) => expect(grouped(count)).toBe(text));

  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1024, '1.0 KiB'],
    [1_048_575, '1024 KiB'],
    [76_412_352, '72.9 MiB'],
    [150 * 1024 * 1024, '150 MiB'],
    [1_870_233_410, '1.7 GiB'],
    [Number.MAX_SAFE_INTEGER, '8192 TiB'],
  ])('writes %i bytes as %s', (bytes, text) => expect(readableBytes(bytes)).toBe(text));

  it.each([
    [0, '0.00 ms'],
    [0.0000123, '0.0123 ms'],
    [0.0312, '31.2 ms'],
    [0.25, '250 ms'],
    [0.9999, '1000 ms'],
    [2.41, '2.41 s'],
    [3600, '3600 s'],
  ])('writes %d seconds as %s', (seconds, text) => expect(readableSeconds(seconds)).toBe(text));

  it.each([
    [0, '0 s'],
    [-5000, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_000, '59 min'],
    [7_199_000, '1 h'],
    [90_000_000, '1 d'],
  ])('writes an age of %i ms as %s', (ms, text) => expect(readableAge('2026-11-24T10:00:00Z', Date.UTC(2026, 10, 24, 10) + ms)).toBe(text));
});
