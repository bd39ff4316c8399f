import { describe, expect, it } from 'vitest';
import { DURATION_BOUNDS_SECONDS, MAX_NAMES, TotalsCounter, noTotals, totalsSchema } from './totals.js';

const LABELS = { model: 'm', severity: 'critical', cause: 'latency' };

describe('totals of incidents', () => {
  it('count further models as other, so that no sender can fill Prometheus', () => {
    const counter = new TotalsCounter(noTotals());
    const labels = Array.from({ length: MAX_NAMES + 2 }, (_, i) => counter.modelLabel(`m${i}`));
    expect(labels.slice(MAX_NAMES - 1)).toEqual([`m${MAX_NAMES - 1}`, 'other', 'other']);
    expect(counter.modelLabel('m0')).toBe('m0');
    expect(counter.modelLabel(null)).toBe('unknown');
  });

  it('put a duration at a bound into the bucket of that bound, as histograms of Prometheus do', () => {
    const counter = new TotalsCounter(noTotals());
    for (const seconds of [60, 60.5, 1e9]) counter.observe(LABELS, 'resolve', seconds);
    const { counts, sum } = counter.totals.durations[JSON.stringify(['m', 'critical', 'latency'])]?.resolve ?? { counts: [], sum: 0 };
    expect([counts[0], counts[1], counts[DURATION_BOUNDS_SECONDS.length], sum]).toEqual([1, 1, 1, 1e9 + 120.5]);
  });

  it('are the same after they were stored', () => {
    const counter = new TotalsCounter(noTotals());
    counter.count(LABELS, 'opened', 1);
    counter.observe(LABELS, 'detect', 0);
    counter.countVerdict('A', 'unknown');
    counter.countNotification('grafana', 'accepted', 2);
    expect(totalsSchema.parse(JSON.parse(JSON.stringify(counter.totals)))).toEqual(counter.totals);
  });
});
