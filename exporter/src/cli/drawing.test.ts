import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CliIo } from './cli-io.js';
import { count, percent, probability } from './print-number.js';
import { progressLine } from './progress-line.js';
import { equalWidthCells, sparkline } from './sparkline.js';
import { textStyle } from './text-style.js';
import { textTable } from './text-table.js';

const silent = (isTty: boolean): CliIo => ({ stdout: process.stdout, stderr: process.stderr, isTty, setExitCode: () => undefined });

describe('sparkline', () => {
  it('draws zero as a gap and anything above it as at least one block', () => {
    expect(sparkline([0, 1e-9, 1])).toBe(' ▁█');
    expect(sparkline([0, 0])).toBe('  ');
    expect(sparkline([])).toBe('');
  });

  it('compares two lines on one scale', () => {
    expect(sparkline([1, 1], 2)).toBe('▄▄');
  });
});

describe('equalWidthCells', () => {
  it('keeps the number of rows between its bounds', () => {
    const data = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.nat(100)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(data, fc.nat(100), fc.integer({ min: 1, max: 30 }), (steps, last, cells) => {
        const edges = steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, [step]) => sum + step, 0));
        const counts = [...steps.map(([, n]) => n), last];
        const spread = equalWidthCells(edges, counts, 0, (edges.at(-1) ?? 0) + 10, cells);
        expect(spread.reduce((sum, n) => sum + n, 0)).toBeCloseTo(
          counts.reduce((sum, n) => sum + n, 0),
          6,
        );
      }),
    );
  });

  it('shows where the rows are dense, though every bin holds equally many', () => {
    expect(equalWidthCells([1, 2, 10], [5, 5, 5, 5], 0, 20, 4)).toEqual([11.875, 3.125, 2.5, 2.5]);
  });
});

describe('numbers in print', () => {
  it('never round a small share or a small p-value to nothing', () => {
    expect([percent(1, 1e6), percent(0, 5), percent(1, 3), percent(0, 0)]).toEqual(['<0.1 %', '0.0 %', '33.3 %', '-']);
    expect([probability(1e-300), probability(0.05), probability(null)]).toEqual(['<0.001', '0.050', '-']);
    expect([count(999), count(5832), count(1234567)]).toEqual(['999', '5 832', '1 234 567']);
  });
});

describe('textTable', () => {
  it('aligns by what is seen: escape codes and wide letters do not shift a column', () => {
    const red = (text: string): string => `<${text}>`;
    const columns = [
      { title: 'a', align: 'left' },
      { title: 'n', align: 'right' },
      { title: 'end', align: 'left' },
    ] as const;
    expect(
      textTable(columns, [
        ['Österreich', '1', ''],
        [{ text: 'x', paint: red }, '10', 'y'],
      ]),
    ).toEqual(['a            n  end', 'Österreich   1', '<x>           10  y']);
  });
});

describe('textStyle', () => {
  it('paints in a terminal only, and not where NO_COLOR is set', () => {
    expect(textStyle(silent(true), {}).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect(textStyle(silent(true), { NO_COLOR: '' }).red('x')).not.toBe('x');
    for (const [io, env] of [
      [silent(false), {}],
      [silent(true), { NO_COLOR: '1' }],
      [silent(true), { TERM: 'dumb' }],
    ] as const) {
      expect(textStyle(io, env).red('x')).toBe('x');
    }
  });
});

describe('progressLine', () => {
  const printed = (isTty: boolean): { line: ReturnType<typeof progressLine>; out: string[]; at: (ms: number) => void } => {
    const out: string[] = [];
    let now = 0;
    const stderr = { write: (text: string) => out.push(text) > 0 } as unknown as NodeJS.WritableStream;
    return { line: progressLine({ ...silent(isTty), stderr }, () => now), out, at: (ms) => (now = ms) };
  };

  it('says nothing in a file before two seconds, then at most one line in two seconds', () => {
    const { line, out, at } = printed(false);
    for (const ms of [0, 1999, 2000, 3999, 4000]) {
      at(ms);
      line.show(String(ms));
    }
    line.end();
    expect(out).toEqual(['2000\n', '4000\n']);
  });

  it('rewrites one line in a terminal and removes it at the end', () => {
    const { line, out } = printed(true);
    line.show('a');
    line.end();
    expect(out).toEqual(['\r\u001b[Ka', '\r\u001b[K']);
  });
});
