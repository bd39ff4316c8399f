import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accumulatorContract } from './accumulator.contract.js';
import { Costs } from './costs.js';

const pair = fc.tuple(
  fc.constantFrom('EUR', 'USD', '__proto__'),
  fc.oneof(fc.constantFrom(0, -0, -1, NaN, 1e-6, 0.1, 1e12), fc.double({ min: 0, max: 100, noNaN: true })),
);
const text = (costs: Costs): Uint8Array => new Uint8Array(Buffer.from(JSON.stringify(costs.toJson())));

accumulatorContract<Costs, [string, number]>({
  name: 'Costs',
  empty: () => new Costs(),
  add: (costs, pairs) => pairs.forEach(([currency, amount]) => costs.add(currency, amount)),
  merge: (into, other) => into.merge(other),
  encode: text,
  decode: (bytes) => {
    try {
      return Costs.fromJson(JSON.parse(Buffer.from(bytes).toString()) as [string, number][]);
    } catch {
      return null;
    }
  },
  value: pair,
  counts: (costs) => costs.currencies,
  sums: (costs) => ['EUR', 'USD', '__proto__'].map((currency) => costs.of(currency)),
  unlike: { skip: 'sums of money have no configuration' },
});

test('a currency in which nothing was spent is not there', () => {
  const costs = new Costs();
  costs.add('USD', 0);
  expect(costs.currencies).toEqual([]);
  expect(costs.of('USD')).toBe(0);
});
