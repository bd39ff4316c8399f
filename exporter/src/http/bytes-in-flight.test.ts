import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesInFlight, type Lease } from './bytes-in-flight.js';

describe('BytesInFlight', () => {
  it('takes up to the limit and not a byte more', () => {
    const bytes = new BytesInFlight();
    const [one, other] = [bytes.lease('s', 10), bytes.lease('s', 10)];
    expect(one.tryTake(6)).toBe(true);
    expect(other.tryTake(4)).toBe(true);
    expect(other.tryTake(1)).toBe(false);
    expect(bytes.of('s')).toBe(10);
    one.release();
    expect(other.tryTake(6)).toBe(true);
    other.release();
    expect(bytes.of('s')).toBe(0);
  });

  it('always has room for a batch that is alone, or it would be refused for ever', () => {
    const bytes = new BytesInFlight();
    const alone = bytes.lease('s', 10);
    expect(alone.tryTake(8)).toBe(true);
    expect(alone.tryTake(8)).toBe(true);
    expect(bytes.lease('s', 10).tryTake(1)).toBe(false);
    expect(bytes.lease('t', 10).tryTake(1)).toBe(true);
  });

  it('counts exactly what is held, in any order of takes and releases', () => {
    const step = fc.record({ lease: fc.nat(3), bytes: fc.integer({ min: 1, max: 8 }), do: fc.constantFrom('take', 'take', 'release') });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const bytes = new BytesInFlight();
        const leases: Lease[] = Array.from({ length: 4 }, () => bytes.lease('s', 20));
        const held = [0, 0, 0, 0];
        for (const { lease, bytes: size, do: what } of steps) {
          const before = bytes.of('s');
          if (what === 'release') {
            leases[lease]?.release();
            held[lease] = 0;
          } else if (leases[lease]?.tryTake(size)) held[lease] = (held[lease] ?? 0) + size;
          else expect(bytes.of('s')).toBe(before);
          expect(bytes.of('s')).toBe(held.reduce((sum, each) => sum + each, 0));
          if (held.filter((each) => each > 0).length > 1) expect(bytes.of('s')).toBeLessThanOrEqual(Math.max(20, before));
        }
      }),
    );
  });
});
