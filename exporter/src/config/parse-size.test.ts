import { describe, expect, it } from 'vitest';
import { parseSize } from './parse-size.js';

describe('parseSize', () => {
  it.each([
    ['100B', 100],
    ['1.5KiB', 1536],
    ['64MiB', 67_108_864],
    ['1GiB', 1_073_741_824],
  ])('reads %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '64', '1MB', '1 MiB', '-1B', '1mib', '1TiB'])('is null for %j: powers of ten and of two differ', (text) => {
    expect(parseSize(text)).toBeNull();
  });
});
