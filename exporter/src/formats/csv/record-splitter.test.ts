import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText } from './cell-text.js';
import { RecordSplitter } from './record-splitter.js';

const COMMA = 44;

/** Cells of the first record of a text and what is left behind it; or why there is none. */
function split(text: string, isLast = true, cells = 20): { cells: string[]; rest: string } | string {
  const b = Buffer.from(`${text}",\n"`);
  const end = b.length - 4;
  const splitter = new RecordSplitter(COMMA, cells);
  const outcome = splitter.split(b, 0, end, isLast);
  if (outcome !== 'whole') return outcome;
  return {
    cells: Array.from({ length: splitter.count }, (_, cell) => cellText(b, splitter, cell)),
    rest: b.toString('utf8', splitter.next, end),
  };
}

describe('RecordSplitter', () => {
  // RFC 4180, section 2, the examples of its seven rules.
  it.each([
    ['aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n', ['aaa', 'bbb', 'ccc'], 'zzz,yyy,xxx\r\n'],
    ['zzz,yyy,xxx', ['zzz', 'yyy', 'xxx'], ''],
    ['"aaa","bbb","ccc"\r\nzzz,yyy,xxx', ['aaa', 'bbb', 'ccc'], 'zzz,yyy,xxx'],
    ['"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx', ['aaa', 'b\r\nbb', 'ccc'], 'zzz,yyy,xxx'],
    ['"aaa","b""bb","ccc"', ['aaa', 'b"bb', 'ccc'], ''],
  ])('splits %j as RFC 4180 says', (text, cells, rest) => expect(split(text)).toEqual({ cells, rest }));

  it.each([
    [',', ['', '']],
    ['a,', ['a', '']],
    ['"",""', ['', '']],
    ['""""', ['"']],
    ['"a,\nb"\n', ['a,\nb']],
    [' a , b ', [' a ', ' b ']],
    ['a\rb,c\r', ['a\rb', 'c']],
    ['"a"\r', ['a']],
  ])('splits %j', (text, cells) => expect(split(text)).toMatchObject({ cells }));

  it.each(['a"b,c', 'a""', '"a"b', '"a" ,b', '"a"\rb', '"a""b"c'])('finds %j malformed', (text) => expect(split(text)).toBe('malformed'));

  it('waits for bytes that could change what a record is', () => {
    expect(['a,b', '"a', '"a"', '"a""', '"a"\r', 'a,b\r', 'a,'].map((text) => split(text, false))).toEqual(new Array(7).fill('cut'));
    expect(['"a', '"a""'].map((text) => split(text, true))).toEqual(['cut', 'cut']);
  });

  it('counts cells beyond those that it keeps', () => {
    const b = Buffer.from('a,b,"c""c",d,e\n');
    const splitter = new RecordSplitter(COMMA, 2);
    expect(splitter.split(b, 0, b.length, true)).toBe('whole');
    expect([splitter.count, cellText(b, splitter, 0), cellText(b, splitter, 1)]).toEqual([5, 'a', 'b']);
  });

  it('reads back whatever cells were written, in quotes or not', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ', '""'), maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        (cells, lineEnd) => {
          const written = cells.map(([text, isQuoted]) => (isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));
          expect(split(`${written.join(',')}${lineEnd}rest`)).toEqual({ cells: cells.map(([text]) => text), rest: 'rest' });
        },
      ),
    );
  });
});
