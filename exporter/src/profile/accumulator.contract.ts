import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** What the family suite needs to know of one accumulator. `V` is a value that it counts. */
export interface AccumulatorSuite<A, V> {
  readonly name: string;
  readonly empty: () => A;
  /** Folds values in this order. */
  readonly add: (accumulator: A, values: readonly V[]) => void;
  readonly merge: (into: A, other: A) => void;
  readonly encode: (accumulator: A) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => A | null;
  /** Includes negative values, zero and -0, repeated values, NaN and infinities, extremes of the range. */
  readonly value: fc.Arbitrary<V>;
  /** What must agree to the bit, whatever the order. */
  readonly counts: (accumulator: A) => unknown;
  /** Floating-point sums: they may differ by a relative 1e-9 between orders. */
  readonly sums: (accumulator: A) => readonly number[];
  /** Two accumulators that must not be merged, by what differs; or why there are none. */
  readonly unlike: Readonly<Record<string, () => readonly [into: A, other: A]>> | { readonly skip: string };
}

/** Bytes as text: comparing two long byte arrays element by element takes a second, comparing two texts nothing. */
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const SUM_TOLERANCE = 1e-9;

/** The merge laws. Every accumulator of the house runs this suite. */
export function accumulatorContract<A, V>(suite: AccumulatorSuite<A, V>): void {
  const { empty, add, merge, decode, counts, sums } = suite;
  const encoded = (accumulator: A): string => textOf(suite.encode(accumulator));
  // Very unequal sizes: nothing, one value, a handful, hundreds.
  const part = fc.oneof(
    fc.constant<V[]>([]),
    fc.array(suite.value, { minLength: 1, maxLength: 1 }),
    fc.array(suite.value, { maxLength: 12 }),
    fc.array(suite.value, { minLength: 60, maxLength: 200 }),
  );
  const parts = fc.array(part, { maxLength: 5 });
  const fold = (values: readonly V[]): A => {
    const accumulator = empty();
    add(accumulator, values);
    return accumulator;
  };
  const joined = (...all: readonly A[]): A => {
    const sum = empty();
    for (const one of all) merge(sum, one);
    return sum;
  };
  const expectAlike = (got: A, wanted: A): void => {
    expect(counts(got)).toEqual(counts(wanted));
    const expected = sums(wanted);
    sums(got).forEach((sum, i) => {
      const want = expected[i] as number;
      expect(Math.abs(sum - want)).toBeLessThanOrEqual(SUM_TOLERANCE * Math.max(1, Math.abs(want)));
    });
  };

  describe(`${suite.name} keeps the merge laws`, () => {
    test('folding in any split, and merging the parts in any order, equals folding at once', () => {
      fc.assert(
        fc.property(parts, (all) => {
          const atOnce = fold(all.flat());
          const streamed = empty();
          for (const values of all) add(streamed, values);
          expectAlike(streamed, atOnce);
          const folded = all.map(fold);
          expectAlike(joined(...folded), atOnce);
          expectAlike(joined(...folded.reverse()), atOnce);
        }),
        { numRuns: 40 },
      );
    });

    test('grouping does not matter', () => {
      fc.assert(
        fc.property(part, part, part, (x, y, z) => {
          expectAlike(joined(joined(fold(x), fold(y)), fold(z)), joined(fold(x), joined(fold(y), fold(z))));
        }),
        { numRuns: 40 },
      );
    });

    test('empty is neutral on both sides', () => {
      fc.assert(
        fc.property(part, (values) => {
          const folded = fold(values);
          const before = encoded(folded);
          expect(encoded(joined(empty(), folded))).toBe(before);
          merge(folded, empty());
          expect(encoded(folded)).toBe(before);
        }),
        { numRuns: 40 },
      );
    });

    test('merging leaves the other one as it was, and later additions do not reach it', () => {
      fc.assert(
        fc.property(part, part, (x, y) => {
          const other = fold(y);
          const before = encoded(other);
          const into = fold(x);
          merge(into, other);
          add(into, x);
          expect(encoded(other)).toBe(before);
        }),
        { numRuns: 40 },
      );
    });

    test('decoding what was encoded changes nothing, to the byte', () => {
      fc.assert(
        fc.property(part, (values) => {
          const folded = fold(values);
          const bytes = suite.encode(folded);
          const back = decode(bytes);
          expect(back && encoded(back)).toBe(textOf(bytes));
          expect(back && counts(back)).toEqual(counts(folded));
          expect(back && sums(back)).toEqual(sums(folded));
        }),
        { numRuns: 40 },
      );
    });

    test('damaged bytes never throw; a record cut short is null', () => {
      fc.assert(
        fc.property(part, fc.nat(), fc.nat({ max: 7 }), (values, position, bit) => {
          const bytes = suite.encode(fold(values));
          const at = position % bytes.length;
          expect(decode(bytes.slice(0, at - (at % 8)))).toBeNull();
          const flipped = Uint8Array.from(bytes);
          flipped[at] = (flipped[at] as number) ^ (1 << bit);
          expect(() => decode(flipped)).not.toThrow();
        }),
        { numRuns: 100 },
      );
    });

    const { unlike } = suite;
    if ('skip' in unlike && typeof unlike.skip === 'string') test.skip(`unlike configurations: ${unlike.skip}`, () => undefined);
    else {
      const cases = Object.entries(unlike as Readonly<Record<string, () => readonly [A, A]>>);
      test.each(cases)('refuses to merge with one of another %s, and stays as it was', (_, pair) => {
        const [into, other] = pair();
        const before = encoded(into);
        expect(() => merge(into, other)).toThrow(RangeError);
        expect(encoded(into)).toBe(before);
      });
    }
  });
}
