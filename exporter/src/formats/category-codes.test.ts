import { describe, expect, it } from 'vitest';
import { CategoryCodes, MAX_CATEGORY_LENGTH } from './category-codes.js';

const field = { path: ['x'], kind: 'category' } as const;

describe('CategoryCodes', () => {
  it('gives known values their place, new ones the next codes, and all beyond the capacity one code', () => {
    const codes = new CategoryCodes({ ...field, known: ['a', 'b'], growth: 'open', capacity: 3 });
    expect(['b', 'a', 'new', 'late', 'later', 'new'].map((value) => codes.codeOf(value))).toEqual([1, 0, 2, 3, 3, 2]);
    expect(codes.values).toEqual(['a', 'b', 'new']);
  });

  it('gives no new code in a closed dictionary', () => {
    const codes = new CategoryCodes({ ...field, known: ['a', 'b'], growth: 'closed', capacity: 2 });
    expect(['c', 'a'].map((value) => codes.codeOf(value))).toEqual([2, 0]);
    expect(codes.values).toEqual(['a', 'b']);
  });

  it('gives a text of MAX_CATEGORY_LENGTH a code and a longer one none, unless it is known', () => {
    const long = 'x'.repeat(MAX_CATEGORY_LENGTH + 1);
    const open = new CategoryCodes({ ...field, known: [], growth: 'open', capacity: 9 });
    expect([open.codeOf(long.slice(1)), open.codeOf(long)]).toEqual([0, 9]);
    expect(new CategoryCodes({ ...field, known: [long], growth: 'open', capacity: 9 }).codeOf(long)).toBe(0);
  });

  it('takes names of the object prototype for texts like any other', () => {
    const codes = new CategoryCodes({ ...field, known: [], growth: 'open', capacity: 9 });
    expect(['__proto__', 'constructor', 'toString'].map((value) => codes.codeOf(value))).toEqual([0, 1, 2]);
  });

  it('keeps code and place together when a value is known twice', () => {
    const codes = new CategoryCodes({ ...field, known: ['a', 'a'], growth: 'open', capacity: 9 });
    expect(codes.values[codes.codeOf('a')]).toBe('a');
    expect(codes.values[codes.codeOf('b')]).toBe('b');
  });
});
