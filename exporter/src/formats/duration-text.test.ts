import { describe, expect, it } from 'vitest';
import { durationOfText } from './duration-text.js';

describe('a duration with its units', () => {
  it.each([
    ['12.5ms', 0.0125],
    ['12 ms', 0.012],
    ['350µs', 0.00035],
    ['350μs', 0.00035],
    ['350us', 0.00035],
    ['7ns', 7e-9],
    ['1.5s', 1.5],
    ['1m30.5s', 90.5],
    ['2h0m0s', 7200],
    ['-3ms', -0.003],
    ['0s', 0],
  ])('%s is %d seconds', (text, seconds) => {
    expect(durationOfText(text)).toBe(seconds);
  });

  it.each([
    '',
    '12.5',
    'ms',
    '12.5 sec',
    '0:00:01.5',
    'fast',
    '1e3ms',
    '1.ms',
    '.5s',
    '5ms ',
    ' 5ms',
    '5  ms',
    '1s,2ms',
    `${'9'.repeat(60)}s`,
  ])('%j is none', (text) => {
    expect(durationOfText(text)).toBeNaN();
  });
});
