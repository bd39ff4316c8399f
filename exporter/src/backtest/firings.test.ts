import { expect, test } from 'vitest';
import { readFirings } from './index.js';

const complaint = (time: string, got: string): string =>
  `    expr: "(ALERTS{a=\\"x: y\\"})", time: ${time},\n        exp: nil\n        got: ${got}\n`;

test('begins and ends of one alert are paired by its labels; what does not end has no end', () => {
  const output = `Unit Testing:  test.json\n  FAILED:\n${[
    complaint(
      '1h2m',
      '{__name__="ALERTS", alertname="A", alertstate="firing", m="a \\"} 1E+00\\" \\u00a0\\n"} 1E+00, {__name__="ALERTS", alertname="B", alertstate="firing"} 1E+00',
    ),
    complaint('1h4m30s', '{alertname="A", alertstate="firing", m="a \\"} 1E+00\\" \\u00a0\\n"} 0E+00'),
  ].join('')}`;
  expect(readFirings(output, 'f', 1000)).toEqual([
    { labels: { alertname: 'A', m: 'a "} 1E+00" \u00a0\n' }, startMs: 1000 + 62 * 60_000, endMs: 1000 + 64.5 * 60_000 },
    { labels: { alertname: 'B' }, startMs: 1000 + 62 * 60_000, endMs: null },
  ]);
});

test('nothing fired where promtool has nothing to complain about', () => {
  expect(readFirings('Unit Testing:  test.json\n  SUCCESS\n', 'f', 0)).toEqual([]);
});

test('what promtool could not test is an error with what it said', () => {
  expect(() => readFirings('Unit Testing:  test.json\n  FAILED:\nrules.json: 3:1: parse error: unexpected\n', 'f.yaml', 0)).toThrow(
    expect.objectContaining({ code: 'BACKTEST_PROMTOOL_FAILED', message: expect.stringContaining('parse error') }),
  );
});
