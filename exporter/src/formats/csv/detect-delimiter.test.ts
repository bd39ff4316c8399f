import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInChunks, firstDifference } from '../decode-in-chunks.js';
import type { DecoderOptions } from '../format.js';
import { csv } from './csv.js';
import { detectDelimiter } from './detect-delimiter.js';

const sign = (text: string, timeColumn: string | null = null): string =>
  String.fromCharCode(detectDelimiter(Buffer.from(text), timeColumn));

const OPTIONS: DecoderOptions = {
  fields: [
    { path: ['ts'], kind: 'time', unit: 'auto' },
    { path: ['n'], kind: 'number' },
    { path: ['c'], kind: 'category', known: [], growth: 'open', capacity: 20 },
  ],
  featuresAt: null,
  batchRows: 8,
  maxRecordBytes: 300,
  maxDepth: 4,
};
const cell = fc.oneof(
  fc.constantFrom(
    'ts',
    'n',
    'c',
    'x;ts;y',
    'x|ts|y',
    'a;b',
    'x|y',
    '1,5',
    '"a;b"',
    '"1,5"',
    '',
    '2026-11-23',
    '1.5',
    '"q""q"',
    '"broken',
    '\t',
  ),
  fc.string({ maxLength: 6 }),
);
const line = fc
  .tuple(fc.array(cell, { minLength: 1, maxLength: 6 }), fc.constantFrom(',', ',', ';', '\t', '|'))
  .map(([cells, by]) => cells.join(by));

describe('detectDelimiter', () => {
  it('reads every log that commas read as commas read it', () => {
    const header = fc.array(cell, { maxLength: 4 }).map((cells) => ['ts', 'n', 'c', ...cells].join(','));
    fc.assert(
      fc.property(fc.oneof(header, line), fc.array(line, { maxLength: 8 }), (head, rows) => {
        const data = Buffer.from([head, ...rows].join('\n'));
        const decode = (delimiter: string) => decodeInChunks(csv({ delimiter, timeColumn: 'ts' })(OPTIONS), data, [1 << 20]);
        let before;
        try {
          before = decode(',');
        } catch {
          return;
        }
        expect(firstDifference(decode('auto'), before)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it('finds what separates the columns by the column of the time', () => {
    expect([sign('ts,a;b\n', 'ts'), sign('ts;a,b;c\n', 'ts'), sign('a|ts,|b\n', 'ts,'), sign('\ufeffts\ta\n', 'ts')]).toEqual([
      ',',
      ';',
      '|',
      '\t',
    ]);
  });

  it('goes by the first rows where the column of the time is not known', () => {
    expect(sign('a,b;c\n1,5;2\n3,25;4\n')).toBe(',');
    expect(sign('a;b, c;d\n1;2;3\n')).toBe(';');
    expect(sign('a,b;c;d\n1;2;3\n')).toBe(';');
    expect(sign('one column\n1\n')).toBe(',');
    expect(sign('')).toBe(',');
  });
});
