import { describe, expect, test } from 'vitest';
import { LOG_MAP, PipelineBed, SETTINGS, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import type { PriceList } from '../profile/index.js';

const PRICE: PriceList = { inputPerMillion: 3, outputPerMillion: 15, perRequest: 0, currency: 'USD' };
const costs = (bed: PipelineBed): Record<string, number> =>
  Object.fromEntries(
    [...bed.samples()].flatMap(([name, value]) => {
      const label = /^aiops_inference_cost_total\{.*currency="(\w+)"/.exec(name)?.[1];
      return label === undefined ? [] : [[label, value]];
    }),
  );
const requests = (from: number, n: number, more: Partial<LogRecord> = {}): LogRecord[] =>
  Array.from({ length: n }, (_, k) => ({ t: from + k, i: 1_000_000, o: 100_000, ...more }));
const withCost = (currency: string) => ({ ...LOG_MAP, cost: { path: ['cost'], currency } });
const reload = (bed: PipelineBed, price: PriceList | null): void =>
  bed.pipeline.reconfigure(
    () => ({ ...SETTINGS, price }),
    { models: 10, versionsPerModel: 5, featuresPerSource: 100 },
    { seriesBudget: 1000, retireAfterMs: 1e9 },
  );

describe('a price list', () => {
  test('makes the cost where the log has none', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, settings: { price: PRICE } });
    bed.write(requests(0, 2));
    await bed.settle();
    expect(costs(bed)).toEqual({ USD: 2 * (3 + 1.5) });
  });

  test('that changes by a reload holds for later requests: what was charged never changes', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, settings: { price: PRICE } });
    bed.write(requests(0, 1));
    await bed.settle();
    reload(bed, { ...PRICE, inputPerMillion: 1, outputPerMillion: 0 });
    bed.pipeline.refreshExposition();
    expect(costs(bed)).toEqual({ USD: 4.5 });
    bed.write(requests(10, 1));
    await bed.settle();
    expect(costs(bed)).toEqual({ USD: 5.5 });
    reload(bed, null);
    bed.write(requests(20, 1));
    await bed.settle();
    expect(costs(bed)).toEqual({ USD: 5.5 });
  });

  test('in another currency after a reload counts under its own label', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, settings: { price: PRICE } });
    bed.write(requests(0, 1));
    await bed.settle();
    reload(bed, { ...PRICE, currency: 'EUR' });
    bed.write(requests(10, 2));
    await bed.settle();
    expect(costs(bed)).toEqual({ USD: 4.5, EUR: 9 });
  });

  test('charges the same over closed windows and restarts', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, settings: { price: { ...PRICE, perRequest: 0.5 } } });
    bed.write([...requests(0, 3), ...requests(2000, 2)]);
    await bed.settle();
    const next = bed.restart();
    next.write(requests(2100, 1));
    await next.settle();
    expect(costs(next)).toEqual({ USD: 6 * 5 });
  });
});

describe('costs in the log', () => {
  test('of two sources in two currencies are not added up', async () => {
    const sources = { log: { map: withCost('USD') }, other: { map: withCost('EUR') } };
    const bed = new PipelineBed({ nowMs: 60_000, sources, settings: { price: PRICE } });
    bed.write(requests(0, 2, { cost: 0.25 }));
    bed.write(requests(0, 3, { cost: 1 }), 'b', 'other');
    await bed.settle();
    expect(costs(bed)).toEqual({ USD: 0.5, EUR: 3 });
  });

  test('have the last word: a record without one is not charged by the price list', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, sources: { log: { map: withCost('EUR') } }, settings: { price: PRICE } });
    bed.write([...requests(0, 1, { cost: 0.25 }), ...requests(1, 1)]);
    await bed.settle();
    expect(costs(bed)).toEqual({ EUR: 0.25 });
  });

  test('beside a source without them: each is counted in its way', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, sources: { log: { map: withCost('EUR') }, other: {} }, settings: { price: PRICE } });
    bed.write(requests(0, 1, { cost: 0.25 }));
    bed.write(requests(0, 1), 'b', 'other');
    await bed.settle();
    expect(costs(bed)).toEqual({ EUR: 0.25, USD: 4.5 });
  });
});
