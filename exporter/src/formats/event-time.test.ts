import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOfNumber, timeOfText } from './event-time.js';

describe('timeOfText', () => {
  it('agrees with Date.parse on every time that toISOString prints for the years 0 to 9999', () => {
    const ms = fc.integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') });
    const agrees = (time: number): void => {
      expect(timeOfText(new Date(time).toISOString())).toBe(time);
    };
    fc.assert(fc.property(ms, agrees), { numRuns: 2000 });
  });

  it.each([
    ['2026-11-23T08:00:00.001Z', 1795420800001],
    ['2026-11-23T08:00:00', 1795420800000],
    ['2026-11-23 08:00', 1795420800000],
    ['2026-11-23t08:00:00z', 1795420800000],
    ['2026-11-23', 1795392000000],
    ['2026-11-23T09:00:00+01:00', 1795420800000],
    ['2026-11-23T04:30:00-0330', 1795420800000],
    ['2026-11-23T03:00:00-05', 1795420800000],
    ['2028-02-29T00:00:00Z', 1835395200000],
    ['1969-12-31T23:59:59.999Z', -1],
  ])('reads %s', (text, ms) => expect(timeOfText(text)).toBe(ms));

  it('cuts digits beyond milliseconds off, as Date.parse does', () => {
    expect(timeOfText('2026-11-23T08:00:00.9999999Z')).toBe(Date.parse('2026-11-23T08:00:00.9999999Z'));
    expect(timeOfText('2026-11-23T08:00:00,5')).toBe(1795420800500);
  });

  it.each([
    '',
    'now',
    '2026',
    '2026-11',
    '2026-11-31',
    '2026-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-11-00',
    '2026-11-23T24:00:00Z',
    '2026-11-23T08:60:00Z',
    '2026-11-23T08:00:60Z',
    '2026-11-23T8:00:00Z',
    '2026-11-23T08:00:00.Z',
    '2026-11-23T08:00:00 Z',
    '2026-11-23T08:00:00+24:00',
    '2026-11-23T08:00:00+01:60',
    '2026-11-23T08:00:00+1',
    '2026-11-23T08:00:00Zz',
    '20261123T080000Z',
    'Nov 23 2026',
    '23/11/2026',
    '1795420800',
    ' 2026-11-23',
    '2026-11-23 ',
    '2026-11-23T',
    '+002026-11-23T08:00:00Z',
    '２０２６-11-23',
  ])('refuses "%s"', (text) => expect(timeOfText(text)).toBeNaN());
});

describe('timeOfNumber', () => {
  it.each([
    ['s', 1795420800.25, 1795420800250],
    ['ms', 1795420800250, 1795420800250],
    ['us', 1795420800250000, 1795420800250],
    ['ns', 1795420801000000000, 1795420801000],
  ] as const)('reads %s by its unit, and the same number with auto', (unit, value, ms) => {
    expect(timeOfNumber(value, unit)).toBe(ms);
    expect(timeOfNumber(value, 'auto')).toBe(ms);
  });

  it('changes the unit of auto at 1e11, 1e14 and 1e17, on both sides of zero', () => {
    expect([99_999_999_999, 1e11, 1e14, 1e17].map((value) => timeOfNumber(value, 'auto'))).toEqual([99_999_999_999_000, 1e11, 1e11, 1e11]);
    expect(timeOfNumber(-1e11, 'auto')).toBe(-1e11);
  });

  it('refuses what no Date can hold, and reads the last time that one can', () => {
    expect([
      timeOfNumber(8.64e15, 'ms'),
      timeOfNumber(8.64e15 + 1, 'ms'),
      timeOfNumber(Infinity, 'auto'),
      timeOfNumber(1e30, 'auto'),
    ]).toEqual([8.64e15, NaN, NaN, NaN]);
  });
});
