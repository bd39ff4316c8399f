import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { californiaRows, recordedQuality } from '../../../test/quality/california-housing.js';
import { qualitySettings } from '../../../test/quality/quality-settings.js';
import type { Measure } from '../../contract/index.js';
import { isOutside, referenceQuality, scoreWindow, sliceRows } from '../../quality/index.js';
import type { MeasuredChunk, QualityComparison } from './compare-quality.js';
import { linePlot, type PlotPoint } from './line-plot.js';
import { qualityPage } from './quality-page.js';
import { roundTicks } from './round-ticks.js';
import { twoLines } from './two-lines.js';

const measure = (value: number | null, lower = value, upper = value): Measure => ({ metric: 'f1', value, lower, upper, n: 9 });
const point = (value: number | null, more: Partial<PlotPoint> = {}): PlotPoint => ({
  label: 'x',
  measured: value === null ? null : measure(value, value - 0.1, value + 0.1),
  estimated: null,
  isAlert: { measured: false, estimated: false },
  ...more,
});

describe('the page', () => {
  const recorded = recordedQuality('M');
  const settings = qualitySettings('binary');
  const own = recorded.chunks.filter(({ period }) => period === 'reference');
  const reference = referenceQuality(
    californiaRows('reference'),
    settings,
    own.map(({ start, end }) => ({ from: start, to: end + 1 })),
  );
  const rows = californiaRows('analysis');
  const chunks = recorded.chunks
    .filter(({ period }) => period === 'analysis')
    .map(({ start, end }): MeasuredChunk => {
      const found = scoreWindow({ rows: sliceRows(rows, start, end + 1), settings, reference, isMature: true });
      const alertsOf = (measures: readonly Measure[]): string[] =>
        measures.flatMap(({ metric, value }) =>
          isOutside(
            value,
            reference.thresholds.find((one) => one.metric === metric),
          )
            ? [metric]
            : [],
        );
      const alerts = { measured: alertsOf(found.measures), estimated: alertsOf(found.estimated) };
      return { ...found, start: `<b>${start}`, end, rows: end + 1 - start, labelled: end + 1 - start, alerts };
    });
  const comparison: QualityComparison = { settings, isTaskGuessed: false, reference, chunks, rowsWithoutTime: 0, hasLabels: true };
  const page = qualityPage(comparison);

  it('has a plot for every metric, a dot for every alert and a row for every chunk', () => {
    expect(page.match(/<svg /g)).toHaveLength(reference.measures.length);
    const alerts = chunks.reduce((sum, chunk) => sum + chunk.alerts.measured.length + chunk.alerts.estimated.length, 0);
    expect(page.match(/<circle class="alert"/g)).toHaveLength(alerts);
    expect(page.match(/<tr><td>/g)).toHaveLength(chunks.length);
  });

  it('says first how many chunks are degraded', () => {
    const degraded = chunks.filter(({ state }) => state === 'degraded').length;
    expect(page).toContain(`<strong>${degraded} of ${chunks.length} chunks are degraded</strong>: the whole interval of roc_auc`);
    expect(page.match(/<td class="degraded">/g)).toHaveLength(degraded);
  });

  it('does not say that nothing was lost where there are no labels', () => {
    expect(qualityPage({ ...comparison, hasLabels: false })).not.toContain('chunks are degraded');
  });

  it('stands alone and shows text of the data as text', () => {
    expect(page).not.toMatch(/<script|src=|href=|<b>/);
    expect(page).toContain('&lt;b&gt;');
  });
});

describe('a plot', () => {
  it('breaks its line where a chunk has no value, and draws a dot for a value alone', () => {
    const svg = linePlot('t', [point(0.5), point(0.6), point(null), point(0.7)], null);
    expect(svg.match(/<path class="measured" d="([^"]*)"/g)).toHaveLength(2);
    expect(svg.match(/<circle class="measured"/g)).toHaveLength(1);
  });

  it('keeps every point inside of its frame', () => {
    const svg = linePlot('t', [point(-5), point(1000), point(3)], { lower: -10, upper: 2000 });
    for (const [, y] of svg.matchAll(/(?:cy|y1)="([\d.]+)"/g)) expect(Number(y) >= 0 && Number(y) <= 240).toBe(true);
    for (const [, path = ''] of svg.matchAll(/ d="([^"]*)"/g)) {
      for (const [, y] of path.matchAll(/[ML][\d.]+ ([\d.-]+)/g)) expect(Number(y) >= 0 && Number(y) <= 240).toBe(true);
    }
  });

  it('says so where there is no value at all', () => {
    expect(linePlot('t', [point(null)], { lower: 0, upper: 1 })).toBe('<p>no value</p>');
  });
});

describe('two lines of blocks', () => {
  it('share one scale, leave gaps, and leave out a line without values', () => {
    expect(
      twoLines([
        { name: 'a', values: [0.5, null, 0.9] },
        { name: 'bc', values: [0.8, 0.9, 0.5] },
        { name: 'd', values: [null] },
      ]),
    ).toEqual(['a   |▁ █|', 'bc  |▆█▁|', '     from 0.5 (lowest block) to 0.9 (full block)']);
    expect(twoLines([{ name: 'a', values: [null] }])).toEqual([]);
  });
});

describe('roundTicks', () => {
  it.each([
    [0.55, 1.02, [0.6, 0.7, 0.8, 0.9, 1]],
    [-0.05, 1.05, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.04, 1.95, [0.5, 1, 1.5]],
    [-3, 12, [0, 5, 10]],
    [1e-7, 4.2e-7, [1e-7, 2e-7, 3e-7, 4e-7]],
  ])('between %d and %d', (low, high, ticks) => {
    expect(roundTicks(low, high, 4)).toEqual(ticks);
  });

  it('are round, ascending and within the range, two to nine of them', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, length) => {
        const ticks = roundTicks(low, low + length, 4);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
        ticks.forEach((tick, i) => {
          expect(tick).toBeGreaterThanOrEqual(low - length * 1e-6);
          expect(tick).toBeLessThanOrEqual(low + length * (1 + 1e-6));
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] as number);
        });
      }),
    );
  });
});
