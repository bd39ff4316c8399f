import { describe, expect, it } from 'vitest';
import { KeyTable } from './key-table.js';

function find(table: KeyTable<number>, json: string): { value: number | undefined; end: number } {
  const line = Buffer.from(`${json}:1}\n${' '.repeat(16)}`);
  const value = table.find(line, new DataView(line.buffer, line.byteOffset, line.length), 1);
  return { value, end: table.end };
}

describe('KeyTable', () => {
  const keys = ['', 'a', 'abc', 'abcd', 'feature_001', 'feature_100', 'x'.repeat(100), '__proto__'];
  const table = new KeyTable<number>(keys.map((key, i) => [key, i] as const));

  it('finds each key and where it ends', () => {
    keys.forEach((key, i) => expect(find(table, `"${key}"`)).toEqual({ value: i, end: key.length + 2 }));
  });

  it('finds nothing else', () => {
    expect(['"b"', '"ab"', '"abcde"', '"feature_010"', `"${'x'.repeat(101)}"`].map((json) => find(table, json).value)).toEqual(
      new Array(5).fill(undefined),
    );
  });

  it('tells keys apart whose hashes are equal', () => {
    const one = new KeyTable<number>([['f124zx', 1]]);
    expect(find(one, '"f124zx"').value).toBe(1);
    const { hash } = one;
    expect(find(one, '"f1qpbb"').value).toBeUndefined();
    expect(one.hash).toBe(hash);
  });

  it('refuses keys that another spelling may be equal to, and broken ones', () => {
    const odd = new KeyTable<number>([
      ['é', 1],
      ['a\\', 2],
      ['a', 3],
    ]);
    expect(['"é"', '"\\u0061"', '"a\\\\"', '"a\u0001"', '"a'].map((json) => find(odd, json).end)).toEqual([-1, -1, -1, -1, -1]);
    expect(find(odd, '"a"').value).toBe(3);
  });

  it('tells hundreds of keys apart', () => {
    const many = new KeyTable<number>(Array.from({ length: 999 }, (_, i) => [`f${i}`, i] as const));
    for (let i = 0; i < 999; i++) expect(find(many, `"f${i}"`).value).toBe(i);
  });
});
