import { describe, expect, it } from 'vitest';
import { parseDuration } from './parse-duration.js';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['0s', 0],
    ['1.5h', 5_400_000],
    ['2.5ms', 2.5],
    ['1w', 604_800_000],
    ['1y', 365 * 86_400_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('gives 1.001s exactly, although 1.001 * 1000 is not', () => {
    expect(1.001 * 1000).not.toBe(1001);
    expect(parseDuration('1.001s')).toBe(1001);
  });

  it.each(['', '1', 'h', '1 h', '-1s', '1hour', '1h30m', '1e3s', '٣s', '1H'])('is null for %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
