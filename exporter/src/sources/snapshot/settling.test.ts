import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Settling } from './settling.js';

const SETTLE_MS = 1000;

test('a file is settled once it was the same for the settle time, and not a moment earlier', () => {
  const settling = new Settling(SETTLE_MS);
  const file = { path: 'a', signature: '1' };
  settling.look([file], 0);
  settling.look([file], SETTLE_MS - 1);
  expect(settling.isSettled(file, SETTLE_MS - 1)).toBe(false);
  settling.look([file], SETTLE_MS);
  expect(settling.isSettled(file, SETTLE_MS)).toBe(true);
  expect(settling.isSettled({ ...file, signature: '2' }, SETTLE_MS)).toBe(false);
});

test('a disturbed file, and one that was away for a look, has to settle again', () => {
  for (const interrupt of [(s: Settling) => s.disturb('a'), (s: Settling) => s.look([], 500)]) {
    const settling = new Settling(SETTLE_MS);
    const file = { path: 'a', signature: '1' };
    settling.look([file], 0);
    interrupt(settling);
    settling.look([file], SETTLE_MS);
    expect(settling.isSettled(file, SETTLE_MS)).toBe(false);
  }
});

test('is settled exactly where every look within the settle time showed the same, also when the clock is set back', () => {
  const step = fc.record({ signature: fc.constantFrom('1', '2', null), afterMs: fc.integer({ min: -1500, max: 1500 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const settling = new Settling(SETTLE_MS);
      let now = 10_000;
      /** The looks since the last one that showed something else, or came after the clock was set back to before them. */
      let same: { signature: string; sinceMs: number } | null = null;
      for (const { signature, afterMs } of steps) {
        now += afterMs;
        settling.look(signature === null ? [] : [{ path: 'a', signature }], now);
        const goesOn: boolean = same !== null && same.signature === signature && same.sinceMs <= now;
        if (!goesOn) same = signature === null ? null : { signature, sinceMs: now };
        const expected = same !== null && now - same.sinceMs >= SETTLE_MS;
        expect(settling.isSettled({ path: 'a', signature: signature ?? '1' }, now)).toBe(expected);
      }
    }),
  );
});
