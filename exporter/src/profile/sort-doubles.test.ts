import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortDoubles } from './sort-doubles.js';

/** Long enough for the digits; the shapes are those that break a sort by digits. */
const LONG = 20_000;
const same = (found: Float64Array, expected: Float64Array): void => {
  // By bits: -0 and 0 are told apart.
  expect(Buffer.compare(Buffer.from(found.buffer), Buffer.from(expected.buffer))).toBe(0);
};
const agrees = (values: Float64Array, scratch?: Float64Array): void => {
  const expected = values.slice().sort();
  same(sortDoubles(values, scratch), expected);
};

const anyNumber = fc.double({ noNaN: true });
/** All share their upper half: only the comparing part can put them in order. */
const sharedHalf = fc
  .integer({ min: 0, max: 0xffff_ffff })
  .map((low) => new Float64Array(Uint32Array.of(low, 0xc035_0000).buffer)[0] as number);
const fewValues = fc.constantFrom(-0, 0, 1, -1, 5e-324, -5e-324, Infinity, -Infinity, Number.MAX_VALUE);

it.each([
  ['any numbers', anyNumber],
  ['numbers of one upper half', sharedHalf],
  ['few distinct values, both zeros among them', fewValues],
  ['a mix', fc.oneof(anyNumber, sharedHalf, fewValues)],
])('sorts as the built-in sort does, bit for bit: %s', (_, number) => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 400 }), fc.boolean(), (pattern, isShort) => {
      const values = isShort
        ? Float64Array.from(pattern)
        : Float64Array.from({ length: LONG }, (_, i) => pattern[(i * 7919) % pattern.length] as number);
      agrees(values);
    }),
    { numRuns: 40 },
  );
});

it.each([8191, 8192, 8193, 100_003])('sorts %i values, also where they are ordered or reversed already', (n) => {
  const wave = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i) * 10 ** (i % 9));
  agrees(wave);
  agrees(wave.slice().sort());
  agrees(wave.slice().sort().reverse());
});

it('sorts a view in place, leaves what is beside it, and takes a scratch that is longer', () => {
  const whole = Float64Array.from({ length: LONG + 2 }, (_, i) => -i);
  const view = whole.subarray(1, LONG + 1);
  expect(sortDoubles(view, new Float64Array(2 * LONG))).toBe(view);
  expect([whole[0], whole[1], whole[LONG], whole[LONG + 1]]).toEqual([-0, -LONG, -1, -(LONG + 1)]);
});
