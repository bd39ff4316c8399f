import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairChanges, PairTable, SEEN_REQUEST, SEEN_RESPONSE, TIMED } from './pair-table.js';

/** Few hashes that begin alike, so that probes collide. */
const hashes = fc.record({ lo: fc.constantFrom(0, 1, 1024, 2048, 4294967295), hi: fc.nat({ max: 40 }) });
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ hash: hashes, timeMs: fc.nat({ max: 1000 }), bits: fc.constantFrom(1, 2, 3, 5, 6, 7) }) },
    { weight: 1, arbitrary: fc.record({ horizonMs: fc.nat({ max: 1000 }) }) },
  ),
  { maxLength: 400 },
);

/** The same by a Map. */
class Plain {
  readonly entries = new Map<string, { timeMs: number; bits: number }>();
  horizonMs = -Infinity;

  set(key: string, timeMs: number, bits: number): void {
    if (timeMs >= this.horizonMs) this.entries.set(key, { timeMs, bits });
  }
  advance(horizonMs: number): { request: number; response: number } {
    const gone = { request: 0, response: 0 };
    if (horizonMs <= this.horizonMs) return gone;
    this.horizonMs = horizonMs;
    for (const [key, { timeMs, bits }] of this.entries) {
      if (timeMs >= horizonMs) continue;
      this.entries.delete(key);
      if ((bits & 3) === SEEN_REQUEST) gone.request++;
      if ((bits & 3) === SEEN_RESPONSE) gone.response++;
    }
    return gone;
  }
}

describe('the table of halves', () => {
  it('does what a Map does, through collisions, growth and the horizon', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const table = new PairTable(1e6);
        const plain = new Plain();
        for (const step of taken) {
          if ('horizonMs' in step) expect(table.advance(step.horizonMs)).toEqual(plain.advance(step.horizonMs));
          else {
            table.set(step.hash, step.timeMs, step.bits);
            plain.set(`${step.hash.lo}/${step.hash.hi}`, step.timeMs, step.bits);
          }
        }
        expect(table.size).toBe(plain.entries.size);
        for (const [key, { timeMs, bits }] of plain.entries) {
          const [lo = 0, hi = 0] = key.split('/').map(Number);
          const slot = table.find({ lo, hi });
          expect([table.timeAt(slot), table.bitsAt(slot)]).toEqual([timeMs, bits]);
        }
        const waiting = [...plain.entries.values()].map(({ bits }) => bits & 3);
        expect(table.waiting).toEqual({
          request: waiting.filter((seen) => seen === SEEN_REQUEST).length,
          response: waiting.filter((seen) => seen === SEEN_RESPONSE).length,
        });
      }),
    );
  });

  it('is the same after it was written and read, as a whole or change by change', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const table = new PairTable(1e6);
        const changes = new PairChanges();
        const times = new Map<string, number>();
        for (const step of taken) {
          if ('horizonMs' in step) table.advance(step.horizonMs);
          else {
            const key = `${step.hash.lo}/${step.hash.hi}`;
            const timeMs = Math.max(step.timeMs, times.get(key) ?? 0);
            times.set(key, timeMs);
            table.set(step.hash, timeMs, step.bits);
            changes.add(step.hash, timeMs, step.bits);
          }
        }
        for (const bytes of [table.encode(), changes.encode()]) {
          const again = new PairTable(1e6);
          again.advance(table.horizonMs);
          expect(again.apply(bytes)).toBe(true);
          expect([again.size, again.waiting]).toEqual([table.size, table.waiting]);
        }
      }),
    );
  });

  it('refuses bytes that were cut off', () => {
    const table = new PairTable(10);
    table.set({ lo: 1, hi: 2 }, 5, SEEN_REQUEST | TIMED);
    expect(new PairTable(10).apply(table.encode().subarray(0, -1))).toBe(false);
  });

  it('holds a hundred thousand entries, and gives the memory back when they have left', () => {
    const table = new PairTable(1e6);
    for (let i = 0; i < 100_000; i++) table.set({ lo: (i * 2654435761) >>> 0, hi: i }, i, SEEN_REQUEST);
    expect([table.size, table.waiting.request]).toEqual([100_000, 100_000]);
    expect(table.timeOfOldest(0.5)).toBeGreaterThan(30_000);
    expect(table.advance(99_990)).toEqual({ request: 99_990, response: 0 });
    expect(table.size).toBe(10);
    expect(table.find({ lo: (99_995 * 2654435761) >>> 0, hi: 99_995 })).toBeGreaterThanOrEqual(0);
  });
});
