import { expect, test } from 'vitest';
import { SeriesTable, sampleLine } from './index.js';

const MINUTE = 60_000;
const THURSDAY = Date.parse('2026-01-01T00:00:00Z');
const textsOf = (table: SeriesTable): Record<string, string> =>
  Object.fromEntries([...table.inputSeries(null)].map(({ series, values }) => [series, values]));

test('samples stand at the first step at which they were known; equal ones are written once', () => {
  const table = new SeriesTable(MINUTE);
  for (const [i, value] of [5, 5, 5, 7, Infinity].entries()) table.add('x{a="1"}', THURSDAY + i * MINUTE - 1, value);
  expect(textsOf(table)).toEqual({ 'x{a="1"}': '5x2 7 Inf' });
});

test('two missed scrapes are a gap, three and more an end: Prometheus calls such a series stale', () => {
  const table = new SeriesTable(MINUTE);
  for (const i of [0, 3, 7]) table.add('x', THURSDAY + i * MINUTE, 1);
  table.add('y', THURSDAY + 2 * MINUTE, 1);
  expect(textsOf(table)).toEqual({ x: '1 _x2 1 stale _x2 1', y: '_x2 1 stale _x4' });
});

test('a replay begins a whole number of weeks before, and what is a time moves along', () => {
  const table = new SeriesTable(MINUTE);
  const saturday = THURSDAY + 2 * 86_400_000;
  table.add('x_timestamp_seconds', saturday, saturday / 1000 - 30);
  table.add('x_seconds', saturday, 30);
  expect(table.originMs).toBe(THURSDAY);
  expect(textsOf(table)).toEqual({ x_timestamp_seconds: '_x2880 172770', x_seconds: '_x2880 30' });
});

test('of several samples at a step the last counts; samples that go back in time are refused', () => {
  const table = new SeriesTable(MINUTE);
  table.add('x', THURSDAY - 2, 1);
  expect(table.add('x', THURSDAY - 1, 2)).toBe(true);
  expect(table.add('x', THURSDAY - MINUTE, 3)).toBe(false);
  expect(textsOf(table)['x']).toBe('2');
});

test('a history beyond the memory is refused before it is full', () => {
  const table = new SeriesTable(MINUTE, 2);
  table.add('x', 0, 1);
  table.add('y', 0, 1);
  expect(() => table.add('z', 0, 1)).toThrow(expect.objectContaining({ code: 'BACKTEST_TOO_LARGE' }));
});

test('a line of an exposition is read with braces and spaces in its labels, times and exemplars', () => {
  expect(sampleLine('x{a="} \\" {",b="c"} 1.5e3 1767225600.25 # {t="1"} 1')).toEqual({
    series: 'x{a="} \\" {",b="c"}',
    value: 1500,
    seconds: 1_767_225_600.25,
  });
  expect(sampleLine('x NaN')?.value).toBeNaN();
  expect([sampleLine('x'), sampleLine('x{a="b"'), sampleLine('x one'), sampleLine('x 1 2 3')]).toEqual([null, null, null, null]);
});
