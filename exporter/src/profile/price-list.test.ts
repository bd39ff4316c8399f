import { expect, test } from 'vitest';
import { priceOf } from './price-list.js';

test('tokens cost by the million, answered requests by the piece', () => {
  const price = { inputPerMillion: 3, outputPerMillion: 15, perRequest: 0.002, currency: 'USD' };
  expect(priceOf(price, 0, 1_000_000, 0)).toBe(3);
  expect(priceOf(price, 0, 0, 1_000_000)).toBe(15);
  expect(priceOf(price, 500, 0, 0)).toBe(1);
  expect(priceOf({ ...price, perRequest: 0 }, 1, 1000, 200)).toBe(0.006);
});
