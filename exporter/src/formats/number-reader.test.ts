import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberReader } from './number-reader.js';

const reader = new NumberReader();

/** What the reader makes of a text and where it ends; "none" for no number. */
function read(text: string): { value: number | 'none'; end: number } {
  const value = reader.read(Buffer.from(`${text}\n`), 0);
  return reader.end < 0 ? { value: 'none', end: -1 } : { value, end: reader.end };
}

function expectAsJson(text: string): void {
  const { value, end } = read(text);
  expect(Object.is(value, JSON.parse(text)), `${text} read as ${value}`).toBe(true);
  expect(end).toBe(text.length);
}

describe('NumberReader', () => {
  it('reads every double as JSON.parse does, in the shortest form that tells it apart', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => expectAsJson(JSON.stringify(x))),
      { numRuns: 5000 },
    );
  });

  it('reads one to thirty digits with the dot anywhere as JSON.parse does', () => {
    const digits = fc.stringMatching(/^[0-9]{1,30}$/);
    const number = fc.tuple(
      fc.constantFrom('', '-'),
      fc.nat(999_999_999),
      digits,
      fc.integer({ min: -30, max: 30 }),
      fc.constantFrom('', 'e'),
    );
    fc.assert(
      fc.property(number, ([sign, whole, fraction, exponent, e]) => expectAsJson(`${sign}${whole}.${fraction}${e && e + exponent}`)),
      { numRuns: 10_000 },
    );
  });

  it('rounds right next to the middle of two doubles', () => {
    // Seventeen digits around the middle between a double and the next one, where dividing twice would go wrong.
    fc.assert(
      fc.property(
        fc.integer({ min: 2 ** 52, max: 2 ** 53 - 1 }),
        fc.integer({ min: -50, max: 0 }),
        fc.integer({ min: -3, max: 3 }),
        (mantissa, power, off) => {
          const middle = (BigInt(mantissa) * 2n + 1n) * 10n ** 40n;
          const scaled = power < 0 ? middle / 2n ** BigInt(1 - power) : middle / 2n;
          const text = String(scaled);
          const nearby = String(BigInt(text.slice(0, 17)) + BigInt(off));
          expectAsJson(`${nearby.slice(0, 1)}.${nearby.slice(1)}`);
          expectAsJson(`0.00${nearby}`);
          expectAsJson(nearby);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    '0',
    '-0',
    '-0.0',
    '0e0',
    '-0e9',
    '1e22',
    '1e23',
    '123456789012345e22',
    '1e309',
    '-1e309',
    '5e-324',
    '1e-400',
    '1.7976931348623157e308',
    '1e0000000000000001',
    '0.30000000000000004',
    '9007199254740993',
    `1${'0'.repeat(400)}`,
    `0.${'0'.repeat(400)}1`,
  ])('reads %s as JSON.parse does', expectAsJson);

  it.each(['', '-', '+1', '.5', '1.', '-.5', '01', '-01', '00', '1e', '1e+', '1.e5', '--1', 'x', 'Infinity', '٣'])(
    'refuses "%s"',
    (text) => {
      expect(read(text).value).toBe('none');
    },
  );

  it('ends a number where it stops being one', () => {
    expect([read('12,').end, read('1.5.5').end, read('-3}').end, read('1e5e').end]).toEqual([2, 3, 2, 3]);
  });
});
