import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInChunks, type Decoded } from '../decode-in-chunks.js';
import type { DecoderOptions, Field } from '../format.js';
import { csv } from './csv.js';

const number = (name: string): Field => ({ path: [name], kind: 'number' });
const category = (name: string): Field => ({ path: [name], kind: 'category', known: [], growth: 'open', capacity: 50 });
const OPTIONS = { featuresAt: null, batchRows: 64, maxRecordBytes: 100, maxDepth: 2 };

function decode(fields: Field[], text: string, options: Partial<DecoderOptions> & { delimiter?: string } = {}): Decoded {
  return decodeInChunks(csv({ delimiter: ',', ...options })({ ...OPTIONS, ...options, fields }), Buffer.from(text), [1 << 20]);
}
const valuesOf = ({ rows }: Decoded): unknown[][] => rows.map((row) => row.slice(2));
const rejectsOf = ({ rejects }: Decoded): unknown[] => rejects.map(({ reason, offset, bytes }) => [reason, offset, bytes]);

describe('csv', () => {
  it("finds columns by name, in any order, and takes the others for somebody else's", () => {
    const decoded = decode([number('b'), category('a')], 'x,a,b\n1,one,2\n3,two,4\n');
    expect(decoded.rows).toEqual([
      [6, 0, 2, 0],
      [14, 0, 4, 1],
    ]);
    expect(decoded.dictionaries).toEqual([null, ['one', 'two']]);
  });

  it('names a column by the whole path, dots included', () => {
    expect(
      valuesOf(
        decode(
          [
            { path: ['features.age'], kind: 'number' },
            { path: ['features', 'age'], kind: 'number' },
          ],
          'features.age\n7\n',
        ),
      ),
    ).toEqual([[7, 7]]);
  });

  it('tells an empty cell from a column that is not there', () => {
    expect(valuesOf(decode([number('a'), category('b'), number('c'), category('d')], 'a,b\n,\n"",""\n'))).toEqual([
      ['null', -2, 'missing', -1],
      ['null', -2, 'missing', -1],
    ]);
  });

  it.each([
    ['1', 1],
    ['-0', -0],
    ['+1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-.5e-3', -0.0005],
    ['007', 7],
    ['1E+2', 100],
    ['"12"', 12],
    ['1e999', Infinity],
    ['0.30000000000000004', 0.30000000000000004],
    ['x', 'other'],
    ['0x10', 'other'],
    ['1_000', 'other'],
    ['"1,000"', 'other'],
    [' 1', 'other'],
    ['1 ', 'other'],
    ['NaN', 'other'],
    ['Infinity', 'other'],
    ['.', 'other'],
    ['e5', 'other'],
    ['1e', 'other'],
    ['--1', 'other'],
    ['٣', 'other'],
  ])('reads the number cell %s', (cell, value) => {
    expect(valuesOf(decode([number('n')], `n,m\n${cell},\n`))).toEqual([[value]]);
    expect(valuesOf(decode([number('n')], `m,n\n,${cell}`))).toEqual([[value]]);
  });

  it('reads every double that a program prints', () => {
    const agrees = (x: number): void => {
      expect(valuesOf(decode([number('n')], `n\n${x}\n`))).toEqual([[Number(String(x))]]);
    };
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), agrees));
  });

  it('reads times as ISO 8601 text or as numbers in the configured unit', () => {
    const time = { path: ['t'], kind: 'time', unit: 's' } as const;
    expect(valuesOf(decode([time], 't,x\n1970-01-01 00:00:01,\n"1.5",\n,\nsoon,\n+2,\n'))).toEqual([
      [1000],
      [1500],
      ['null'],
      ['other'],
      [2000],
    ]);
  });

  it('takes categories as they are written', () => {
    const { dictionaries } = decode([category('c')], 'c,x\n200,\n200.0,\nTrue,\n"say ""no""",\n a,\n__proto__,\n');
    expect(dictionaries).toEqual([['200', '200.0', 'True', 'say "no"', ' a', '__proto__']]);
  });

  it('reads any delimiter of one ASCII character', () => {
    for (const delimiter of [';', '\t', '|', ' ', 'x', '.', '1']) {
      expect(valuesOf(decode([number('n'), category('c')], `c${delimiter}n\na${delimiter}2\n`, { delimiter }))).toEqual([[2, 0]]);
    }
  });

  it('passes over the header wherever it comes again, with a byte order mark or without', () => {
    const header = 'a,"b ""c"""';
    const decoded = decode([number('a')], `\ufeff${header}\r\n1,x\n${header}\n2,x\n\ufeff${header}\n\ufeff3,x\n${header}d\n${header}`);
    expect(valuesOf(decoded)).toEqual([[1], [2], [3]]);
    expect(decoded.rejects.map(({ reason }) => reason)).toEqual(['syntax']);
  });

  it('reads on in the middle of a stream, whose head is given', () => {
    const stream = csv({ delimiter: ',' })({ ...OPTIONS, fields: [number('b')] });
    const buffer = Buffer.from(`1,2\n3,4\n${' '.repeat(16)}`);
    let rows = 0;
    stream.open(Buffer.from('a,b\n')).decode(buffer, 0, 8, false, { rows: (n) => (rows += n), reject: () => undefined });
    expect([rows, ...(stream.columns.values[0] as Float64Array).slice(0, 2)]).toEqual([2, 2, 4]);
  });

  it('rejects a record with another number of cells as a whole, however many lines it has', () => {
    const decoded = decode([number('a')], 'a,b\n1,"x\ny",z\n2,"x\ny"\n');
    expect(valuesOf(decoded)).toEqual([[2]]);
    expect(rejectsOf(decoded)).toEqual([['syntax', 4, 9]]);
  });

  it('loses one line to a quote that never closes, at the end of the stream', () => {
    const decoded = decode([number('a')], 'a,b\n1,"x\n2,x\n3,x\n');
    expect(valuesOf(decoded)).toEqual([[2], [3]]);
    expect(rejectsOf(decoded)).toEqual([['syntax', 4, 4]]);
  });

  it('loses one line to a quote that does not close within the longest record, as too_large', () => {
    const lines = Array.from({ length: 100 }, (_, i) => `${i},x\n`).join('');
    const decoded = decode([number('a')], `a,b\n1,"x\n${lines}`);
    expect(valuesOf(decoded)).toHaveLength(100);
    expect(rejectsOf(decoded)).toEqual([['too_large', 4, 4]]);
  });

  it('loses one line to a stray quote before a cell that is in quotes', () => {
    const decoded = decode([number('a')], 'a,b\n1,"x\n2,x\n3,"x, y"\n4,x\n');
    expect(valuesOf(decoded)).toEqual([[2], [3], [4]]);
    expect(rejectsOf(decoded)).toEqual([['syntax', 4, 4]]);
  });

  it('counts the lines of a record in quotes together: at the limit it is a row, beyond it is too_large', () => {
    const quoted = (bytes: number): string => `1,"${'x'.repeat(50)}\n${'y'.repeat(bytes - 55)}"`;
    expect(valuesOf(decode([number('a')], `a,b\n${quoted(100)}\n`))).toEqual([[1]]);
    expect(rejectsOf(decode([number('a')], `a,b\n${quoted(101)}\n`))).toEqual([
      ['too_large', 4, 53],
      ['syntax', 58, 47],
    ]);
  });

  it('tells a zero byte and binary data from text with the wrong form', () => {
    const decoded = decode([category('a')], 'a,b\nx\u0000,y\n\u0001\u0002\nx\n1,"\u0000"\n');
    expect(decoded.rejects.map(({ reason }) => reason)).toEqual(['encoding', 'encoding', 'syntax', 'encoding']);
    expect(decoded.dictionaries).toEqual([[]]);
  });

  it('discovers the columns and the kind of their first value', () => {
    const decoder = csv({ delimiter: ',' })({ ...OPTIONS, fields: [] });
    const head = Buffer.from('a,b,c,d,\n');
    const data = Buffer.from('a,b,c,d,\n,1,x,,5\nbroken\n+2,x,3,,5\n');
    expect([...decoder.discover(head, data, 0, data.length)]).toEqual([
      ['b', 'numeric'],
      ['c', 'categorical'],
      ['a', 'numeric'],
    ]);
  });

  it.each([
    ['', 'FORMATS_CSV_NO_HEADER'],
    ['\n1,2\n', 'FORMATS_CSV_NO_HEADER'],
    [',,\n', 'FORMATS_CSV_NO_HEADER'],
    ['a,b,a\n', 'FORMATS_CSV_HEADER_DUPLICATE'],
    ['a,"b\n', 'FORMATS_CSV_HEADER_SYNTAX'],
    ['a,b"\n', 'FORMATS_CSV_HEADER_SYNTAX'],
  ])('refuses the header %j', (head, code) => {
    expect(() => csv({ delimiter: ',' })({ ...OPTIONS, fields: [] }).open(Buffer.from(head))).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });

  it('names columns by number in its errors, as without a header they would be values', () => {
    expect(() => csv({ delimiter: ',' })({ ...OPTIONS, fields: [] }).open(Buffer.from('secret,1,secret\n'))).toThrow(
      'the CSV header requires different column names (columns 1 and 3 have the same)',
    );
  });

  it.each(['', ',,', '"', '\n', '\r', '¦', '😀'])('refuses the delimiter %j', (delimiter) => {
    expect(() => csv({ delimiter })).toThrow(expect.objectContaining({ code: 'FORMATS_CSV_DELIMITER' }) as Error);
  });
});
