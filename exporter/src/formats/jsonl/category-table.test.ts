import { describe, expect, it } from 'vitest';
import { CategoryCodes } from '../category-codes.js';
import { CategoryTable } from './category-table.js';

const categories = (known: string[], growth: 'open' | 'closed' = 'open'): CategoryCodes =>
  new CategoryCodes({ path: ['x'], kind: 'category', known, growth, capacity: growth === 'open' ? 50 : known.length });

function reader(table: CategoryTable): (json: string) => number {
  return (json) => {
    const line = Buffer.concat([Buffer.from(`${json},\n`), Buffer.alloc(16, '"')]);
    const view = new DataView(line.buffer, line.byteOffset, line.length);
    const code = json.startsWith('"') ? table.text(line, view, 1) : table.scalar(line, 0);
    if (code >= 0) expect(table.end).toBe(Buffer.byteLength(json));
    return code;
  };
}

describe('CategoryTable', () => {
  const texts = [
    '',
    'a',
    'abc',
    'abcd',
    'abcdefg',
    'abcdefgh',
    'abcdefghi',
    'abcdefghj',
    'é',
    'a"b',
    'back\\slash',
    'x'.repeat(300),
    '日本語日本語',
  ];

  it('finds every known text by its bytes, at the first look and at later ones', () => {
    const read = reader(new CategoryTable(categories(texts)));
    for (let round = 0; round < 3; round++) expect(texts.map((text) => read(JSON.stringify(text)))).toEqual(texts.map((_, code) => code));
  });

  it('finds a text in other bytes: escapes, and broken UTF-8', () => {
    const read = reader(new CategoryTable(categories(['é', 'A"', '\ufffd'])));
    expect([read('"\\u00e9"'), read('"\\u0041\\""'), read('"A\\u0022"'), read('"\\u00E9"')]).toEqual([0, 1, 1, 0]);
  });

  it('never takes a text that goes on behind an escaped quote for the shorter one', () => {
    const read = reader(new CategoryTable(categories(['a"', 'a\\', 'abc"', 'abcdefg"'])));
    expect([
      read('"a\\""'),
      read('"a\\"b"'),
      read('"a\\\\"'),
      read('"abc\\""'),
      read('"abc\\"d"'),
      read('"abcdefg\\""'),
      read('"abcdefg\\"h"'),
    ]).toEqual([0, -1, 1, 2, -1, 3, -1]);
  });

  it('leaves a text that would get a code to the referee, and gives the shared code to one that would not', () => {
    expect(reader(new CategoryTable(categories(['a'])))('"new"')).toBe(-1);
    expect(reader(new CategoryTable(categories(['a'])))(`"${'x'.repeat(257)}"`)).toBe(50);
    expect(reader(new CategoryTable(categories(['a'], 'closed')))('"new"')).toBe(1);
  });

  it('learns codes that were given since', () => {
    const codes = categories([]);
    const read = reader(new CategoryTable(codes));
    expect(read('"late"')).toBe(-1);
    codes.codeOf('late');
    expect(read('"late"')).toBe(0);
  });

  it('finds numbers by value and booleans by name', () => {
    const read = reader(new CategoryTable(categories(['200', '0', 'true', '1e+21', '-1'])));
    expect(['200', '2e2', '200.0', '0', '-0', '0e1', 'true', '1000000000000000000000', '-1', '200'].map(read)).toEqual([
      0, 0, 0, 1, 1, 1, 2, 3, 4, 0,
    ]);
    expect(['201', 'false', '01', '2.', 'tru', '-', '20000'].map(read)).toEqual([-1, -1, -1, -1, -1, -1, -1]);
  });

  it('refuses broken texts, whose end it would have to guess', () => {
    const read = reader(new CategoryTable(categories(['a'], 'closed')));
    expect(['"a\u0001"', '"\\x"', '"\\u12"'].map(read)).toEqual([-1, -1, -1]);
  });

  it('stays right when more spellings of a text come than it has room for', () => {
    const read = reader(new CategoryTable(categories(['ABCDEFGH'])));
    for (let bits = 0; bits < 256; bits++) {
      const spelling = [...'ABCDEFGH']
        .map((letter, i) => ((bits >> i) & 1 ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter))
        .join('');
      expect(read(`"${spelling}"`)).toBe(0);
    }
  });
});
