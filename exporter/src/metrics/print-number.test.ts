import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_NUMBER, printBound, printNumber } from './print-number.js';

describe('printNumber', () => {
  it('reads back to the same double and fits the room that a line has for it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = printNumber(value);
        expect(text.length).toBeLessThanOrEqual(LONGEST_NUMBER);
        expect(Number(text) + 0).toBe(value + 0);
      }),
    );
    expect(printNumber(-0.0000011250713123638182)).toHaveLength(LONGEST_NUMBER);
  });
  it('spells infinities as both formats do', () => {
    expect([printNumber(Infinity), printNumber(-Infinity)]).toEqual(['+Inf', '-Inf']);
  });
});

describe('printBound', () => {
  // Expected: strconv.FormatFloat(x, 'g', -1, 64) of Go with ".0" where neither point nor exponent stands (client_golang, OpenMetrics 1.0).
  it.each([
    [0, '0.0'],
    [1, '1.0'],
    [0.25, '0.25'],
    [60, '60.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [1e20, '100000000000000000000.0'],
    [1e21, '1e+21'],
    [1e100, '1e+100'],
    [-2, '-2.0'],
    [Infinity, '+Inf'],
  ])('prints %d as %s', (bound, text) => {
    expect(printBound(bound)).toBe(text);
  });
});
