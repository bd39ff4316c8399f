import { describe, expect, it } from 'vitest';
import { isDeeperThan } from './record-depth.js';

const deeper = (text: string, maxDepth: number): boolean =>
  isDeeperThan(Buffer.from(`[[${text}[[`), 2, Buffer.byteLength(text) + 2, maxDepth);

describe('isDeeperThan', () => {
  it('counts the record as depth one', () => {
    expect([deeper('{"a":[1]}', 2), deeper('{"a":[1]}', 1)]).toEqual([false, true]);
  });

  it('counts brackets that are open at once, not all brackets', () => {
    expect(deeper('{"a":[],"b":[],"c":{}}', 2)).toBe(false);
  });

  it('sees no brackets in strings, however their quotes are escaped', () => {
    expect(deeper('{"a":"[[[\\"[[[\\\\"}', 1)).toBe(false);
    expect(deeper('{"a\\\\":[[1]]}', 2)).toBe(true);
  });

  it('takes a string without an end to reach to the end', () => {
    expect(deeper('{"a[[[[', 1)).toBe(false);
  });

  it('answers for a line of a million brackets', () => {
    expect(deeper('['.repeat(1_000_000), 1000)).toBe(true);
    expect(deeper('[]'.repeat(500_000), 1)).toBe(false);
  });
});
