import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOfNumber, timeOfText } from '../event-time.js';
import { TimeReader } from './time-reader.js';

const reader = new TimeReader('auto');

function read(json: string): { ms: number; end: number } {
  const line = Buffer.from(`${json}\n${'9'.repeat(16)}`);
  const ms = reader.read(line, new DataView(line.buffer, line.byteOffset, line.length), 0, 8);
  return { ms, end: reader.end };
}

/** Times of a log: mostly in one minute, printed by many programs. */
const shapes = fc
  .tuple(
    fc.constantFrom('2026-11-23', '2026-11-24', '2028-02-29', '2026-02-29', '0000-01-01', '9999-12-31', '2026-13-01'),
    fc.constantFrom('T', ' ', 't', 'x'),
    fc.constantFrom('08:00', '23:59', '24:00', '8:00', '08:60'),
    fc.constantFrom('', ':00', ':59', ':60', ':5', ':5x'),
    fc.constantFrom('', '.0', '.123', ',5', '.123456789', '.', '.1234x'),
    fc.constantFrom('', 'Z', 'z', '+01:00', '-03:30', '+0100', '+01', '+24:00', '+01:60', ' Z', '+1'),
    fc.constantFrom('', '', '', ' ', '\\u0041', 'é', '"x'),
  )
  .map((parts) => parts.join(''));

describe('TimeReader', () => {
  it('reads texts as timeOfText does, also those that JSON.parse would make of escapes', () => {
    fc.assert(
      fc.property(fc.array(shapes, { minLength: 1, maxLength: 5 }), (texts) => {
        for (const text of texts.filter((one) => !one.includes('"'))) {
          const json = `"${text}"`;
          expect(Object.is(read(json).ms, timeOfText(JSON.parse(json) as string)), json).toBe(true);
          expect(reader.end).toBe(Buffer.byteLength(json));
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('reads numbers as timeOfNumber does', () => {
    const agrees = (x: number): void => {
      expect(read(JSON.stringify(x)).ms).toBe(timeOfNumber(Number(JSON.stringify(x)), 'auto'));
    };
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), agrees));
  });

  it('refuses what is no JSON value, also when it begins like the time before', () => {
    expect(read('"2026-11-23T08:00:00Z"').ms).toBe(1795420800000);
    expect(
      ['"2026-11-23T08:00:00Z', '"2026-11-23T08:00:0', '"2026-11-23T08:00', '"2026-11-23T08:00:00\t"', '-', 'nul'].map(
        (json) => read(json).end,
      ),
    ).toEqual([-1, -1, -1, -1, -1, -1]);
  });

  it('takes no text for the minute before any was read', () => {
    const fresh = new TimeReader('s');
    const line = Buffer.from(`"${'\u0000'.repeat(16)}:00Z"\n${' '.repeat(16)}`);
    fresh.read(line, new DataView(line.buffer, line.byteOffset, line.length), 0, 8);
    expect(fresh.end).toBe(-1);
  });
});
