import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_FAMILIES, metricFamily } from '../contract/index.js';
import { HotExposition } from './hot-exposition.js';
import { plainExposition, type Sample } from './plain-exposition.js';
import { printBound } from './print-number.js';
import type { HistogramBlock, SeriesBlock } from './series-block.js';

const COUNTER = 'aiops_ingest_rejected_total';
const GAUGE = 'aiops_window_latency_seconds';
const HISTOGRAM = 'aiops_inference_latency_seconds';

const labels = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '\n', '"', '\\', 'a\\"\n', '\0', '\ud800', '😀'));
const value = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.constantFrom(
    0,
    -0,
    1,
    9,
    10,
    99,
    999_999_999,
    1e9,
    1e9 + 1,
    1e15 - 1,
    1e15,
    1e21,
    -1,
    0.1,
    Infinity,
    -Infinity,
    NaN,
    NaN,
    NaN,
    5e-324,
    Number.MAX_VALUE,
  ),
  fc.double(),
);

/** One change of what is exposed; the model replays it plainly. */
const step = fc.oneof(
  fc.record({ do: fc.constant('counter' as const), labels: fc.array(labels, { maxLength: 8 }) }),
  fc.record({ do: fc.constant('gauge' as const), labels: fc.array(labels, { maxLength: 8 }) }),
  fc.record({
    do: fc.constant('histogram' as const),
    label: labels,
    bounds: fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 6 }),
  }),
  fc.record({ do: fc.constant('write' as const), at: fc.nat(), values: fc.array(value, { minLength: 1, maxLength: 8 }) }),
  fc.record({ do: fc.constant('write' as const), at: fc.nat(), values: fc.array(value, { minLength: 1, maxLength: 8 }) }),
  fc.record({ do: fc.constant('dispose' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('render' as const) }),
);

interface Shadow {
  readonly family: typeof COUNTER | typeof GAUGE | typeof HISTOGRAM;
  readonly block: SeriesBlock | HistogramBlock;
  samples(): Sample[];
  write(values: readonly number[]): void;
}

function seriesShadow(hot: HotExposition, family: typeof COUNTER | typeof GAUGE, sets: Record<string, string>[]): Shadow {
  const block = hot.series(family, sets);
  return {
    family,
    block,
    samples: () => sets.map((set, i) => ({ name: family, labels: set, value: block.values[i] as number })),
    write: (values) => block.values.forEach((_, i) => (block.values[i] = values[i % values.length] as number)),
  };
}

function histogramShadow(hot: HotExposition, set: Record<string, string>, bounds: number[]): Shadow {
  const block = hot.histogram(HISTOGRAM, set, bounds);
  return {
    family: HISTOGRAM,
    block,
    samples: () => {
      let total = 0;
      const buckets = [...bounds, Infinity].map((bound, i) => {
        total += block.counts[i] as number;
        return { name: `${HISTOGRAM}_bucket`, labels: { ...set, le: printBound(bound) }, value: total };
      });
      const all = [
        ...buckets,
        { name: `${HISTOGRAM}_sum`, labels: set, value: block.sum },
        { name: `${HISTOGRAM}_count`, labels: set, value: total },
      ];
      return Number.isNaN(total) || Number.isNaN(block.sum) ? [] : all;
    },
    write: (values) => {
      block.counts.forEach((_, i) => (block.counts[i] = values[i % values.length] as number));
      block.sum = values[values.length - 1] as number;
    },
  };
}

describe('HotExposition', () => {
  it('prints the same bytes as the plain serialiser after any sequence of changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const hot = new HotExposition();
        const shadows: Shadow[] = [];
        let unique = 0;
        const compare = (): void => {
          const families = [HISTOGRAM, GAUGE, COUNTER].map((name) => ({
            family: metricFamily(name as typeof COUNTER),
            samples: shadows.filter((shadow) => shadow.family === name).flatMap((shadow) => shadow.samples()),
          }));
          for (const format of ['text', 'openmetrics'] as const)
            expect(hot.render(format).toString()).toBe(plainExposition(families, format));
          const counts = Object.fromEntries(
            families
              .map(({ family, samples }) => [family.name, samples.filter((s) => !Number.isNaN(s.value)).length])
              .filter(([, n]) => n !== 0),
          );
          expect(Object.fromEntries(hot.seriesCounts())).toEqual(counts);
        };
        for (const change of steps) {
          if (change.do === 'counter')
            shadows.push(
              seriesShadow(
                hot,
                COUNTER,
                change.labels.map((reason) => ({ source: `s${unique++}`, reason })),
              ),
            );
          if (change.do === 'gauge')
            shadows.push(
              seriesShadow(
                hot,
                GAUGE,
                change.labels.map((model) => ({ model, version: `v${unique++}`, quantile: '0.5' })),
              ),
            );
          if (change.do === 'histogram')
            shadows.push(
              histogramShadow(
                hot,
                { model: change.label, version: `v${unique++}` },
                [...change.bounds].sort((a, b) => a - b),
              ),
            );
          if (change.do === 'render') compare();
          if (change.do === 'write') shadows[change.at % shadows.length]?.write(change.values);
          if (change.do === 'dispose') shadows.splice(change.at % Math.max(1, shadows.length), 1)[0]?.block.dispose();
        }
        compare();
      }),
      { numRuns: 300 },
    );
  });

  it('refuses label sets that are not exactly the labels of the family', () => {
    const hot = new HotExposition();
    const add = (set: Record<string, string>) => (): SeriesBlock => hot.series('aiops_drift_rate', [set]);
    expect(add({ model: 'm' })).toThrow(expect.objectContaining({ code: 'METRICS_LABELS' }));
    expect(add({ model: 'm', version: '1', extra: 'x' })).toThrow(expect.objectContaining({ code: 'METRICS_LABELS' }));
    expect(add({ model: 'm', Version: '1' })).toThrow(expect.objectContaining({ code: 'METRICS_LABELS' }));
    expect(add({ version: '1', model: 'm' })).not.toThrow();
    hot.series('aiops_drift_rate', [{ version: '2', model: 'm' }]).values[0] = 0;
    expect(hot.render('text').toString()).toContain('aiops_drift_rate{model="m",version="2"} 0\n');
  });

  it('refuses families of another type, families of the process, and buckets that do not ascend', () => {
    const hot = new HotExposition();
    const model = { model: 'm', version: '1' };
    expect(() => hot.series(HISTOGRAM, [model])).toThrow(expect.objectContaining({ code: 'METRICS_TYPE' }));
    expect(() => hot.histogram('aiops_drift_rate', model, [1])).toThrow(expect.objectContaining({ code: 'METRICS_TYPE' }));
    expect(() => hot.series('aiops_source_up', [{ source: 's' }])).toThrow(expect.objectContaining({ code: 'METRICS_OWNER' }));
    for (const bounds of [[1, 1], [2, 1], [1, Infinity], [NaN]]) {
      expect(() => hot.histogram(HISTOGRAM, model, bounds)).toThrow(expect.objectContaining({ code: 'METRICS_BOUNDS' }));
    }
  });

  it('prints a line once when two blocks claim it: the newest has it, also after the older one is disposed of', () => {
    const hot = new HotExposition();
    const older = hot.series('aiops_drift_rate', [
      { model: 'm', version: '1' },
      { model: 'm', version: '2' },
    ]);
    older.values.set([0.1, 0.2]);
    expect(hot.render('text').toString()).toContain('version="1"} 0.1\n');
    const newer = hot.series('aiops_drift_rate', [{ model: 'm', version: '1' }]);
    newer.values[0] = 0.9;
    expect(
      hot
        .render('text')
        .toString()
        .match(/version="1"}.*/g),
    ).toEqual(['version="1"} 0.9']);
    expect(hot.render('text').toString()).toContain('version="2"} 0.2\n');
    older.dispose();
    expect(
      hot
        .render('text')
        .toString()
        .match(/^aiops.*/gm),
    ).toEqual(['aiops_drift_rate{model="m",version="1"} 0.9']);
    newer.dispose();
    expect(hot.render('text')).toHaveLength(0);
  });

  it('prints two equal label sets of one block once', () => {
    const hot = new HotExposition();
    const twice = hot.series('aiops_drift_rate', [
      { model: 'm', version: '1' },
      { model: 'm', version: '1' },
    ]);
    twice.values.set([0.1, 0.2]);
    expect(
      hot
        .render('text')
        .toString()
        .match(/^aiops.*/gm),
    ).toEqual(['aiops_drift_rate{model="m",version="1"} 0.2']);
  });

  it('hands out memory that may be moved to another thread without harm to the next scrape', () => {
    const hot = new HotExposition();
    hot.series('aiops_drift_rate', [{ model: 'm', version: '1' }]).values[0] = 1;
    const first = hot.render('text');
    const text = first.toString();
    structuredClone(first.buffer, { transfer: [first.buffer as ArrayBuffer] });
    expect(hot.render('text').toString()).toBe(text);
  });

  it('finds every counter of the catalogue ending in _total and nothing else, as OpenMetrics needs it', () => {
    for (const { name, type } of METRIC_FAMILIES) expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
  });
});
