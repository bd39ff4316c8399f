import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochNanos, secondsBetween, type EpochNanos } from './epoch-nanos.js';

const nanos = (text: string): EpochNanos => epochNanos(text) as EpochNanos;

it('keeps the nanoseconds between two times of today, which one double would lose', () => {
  const [start, end] = ['1795420800000000001', '1795420800000000003'];
  expect(Number(end) - Number(start)).not.toBe(2);
  expect(secondsBetween(nanos(start), nanos(end))).toBe(2e-9);
  expect(secondsBetween({ seconds: 1, nanos: 999_999_999 }, { seconds: 2, nanos: 1 })).toBe(2e-9);
});

it('agrees with whole numbers of any size', () => {
  const time = fc.bigInt({ min: 1_000_000_000n, max: 4_000_000_000_000_000_000n });
  fc.assert(
    fc.property(time, fc.bigInt({ min: 0n, max: 10_000_000_000_000n }), (start, length) => {
      expect(secondsBetween(nanos(String(start)), nanos(String(start + length)))).toBe(Number(length) / 1e9);
    }),
  );
});

it('takes text and numbers, and nothing that is no time', () => {
  expect(epochNanos(1795420800123456800)).toEqual({ seconds: 1795420800, nanos: 123456800 });
  for (const value of ['0', 0, '', 'soon', '-1795420800000000000', '1.5e18', null, undefined, {}, 1e30])
    expect(epochNanos(value)).toBeNull();
});
