import { describe, expect, it } from 'vitest';
import type { Field } from '../format.js';
import { fieldTree } from './field-tree.js';
import { MAX_LAYOUT_BYTES, MAX_LAYOUT_VALUES, learnLayout, type Layout } from './layout.js';

const fields: Field[] = [
  { path: ['n'], kind: 'number' },
  { path: ['f', 'age'], kind: 'number' },
  { path: ['f', 'deep', 'x'], kind: 'number' },
];
const tree = fieldTree({ fields, featuresAt: ['f'] });

function learn(text: string, maxDepth = 32): Layout | null {
  const line = Buffer.from(`${text}\n`);
  return learnLayout(line, 0, line.length - 1, tree, maxDepth);
}

describe('learnLayout', () => {
  it('cuts a record into what is constant and what is a value', () => {
    const layout = learn('{ "id":"x","n":1.5,"f":{"age":null}} ') as Layout;
    expect(layout.pieces.map(({ constant, slot }) => [constant.toString(), slot.field, slot.sample.toString()])).toEqual([
      ['{ "id":', -1, '"x"'],
      [',"n":', 0, '1.5'],
      [',"f":{"age":', 1, 'null'],
    ]);
    expect(layout.tail.toString()).toBe('}} \n');
    expect(layout.missing).toEqual([2]);
  });

  it('gives records with the same keys the same key, whatever their values are', () => {
    expect(learn('{"n":1,"f":{"age":2}}')?.key).toBe(learn('{"n":"text","f":{"age":[1,{}]}}')?.key);
    expect(learn('{"n":1}')?.key).not.toBe(learn('{"n":1 }')?.key);
    expect(learn('{"n":1}')?.key).not.toBe(learn('{"m":1}')?.key);
  });

  it('counts the keys of the features object that nobody wants, and only there', () => {
    expect(learn('{"a":1,"f":{"age":2,"b":3,"c":{"d":4},"deep":5},"g":6}')?.extras).toBe(2);
    expect(learn('{"a":1,"f":null}')?.extras).toBe(0);
  });

  it('marks a value that would hold wanted fields were it an object', () => {
    expect(learn('{"n":1,"f":null}')?.pieces.map(({ slot }) => slot.mayHoldFields)).toEqual([false, true]);
  });

  it('leaves each value the depth that is not used up around it', () => {
    expect(learn('{"n":1,"f":{"age":2,"deep":{"x":3}}}', 5)?.pieces.map(({ slot }) => slot.maxDepth)).toEqual([4, 3, 2]);
  });

  it.each(['{"n":1,"n":2}', '{"f":{"age":1},"f":{}}', '{"n":1,"\\u006e":2}', '{"\\u006e":2}', '{"\ufffd":1,"\ufffd":2}', '\ufeff{"n":1}'])(
    'learns nothing from %s, which cannot stand for others',
    (text) => expect(learn(text)).toBeNull(),
  );

  it('learns from a record at the limits and from none beyond', () => {
    const ofValues = (n: number): string => `{${Array.from({ length: n }, (_, i) => `"k${i}":1`).join(',')}}`;
    expect([learn(ofValues(MAX_LAYOUT_VALUES)), learn(ofValues(MAX_LAYOUT_VALUES + 1))].map((layout) => layout !== null)).toEqual([
      true,
      false,
    ]);
    const ofBytes = (n: number): string => `{"n":"${'x'.repeat(n - 8)}"}`;
    expect([learn(ofBytes(MAX_LAYOUT_BYTES)), learn(ofBytes(MAX_LAYOUT_BYTES + 1))].map((layout) => layout !== null)).toEqual([
      true,
      false,
    ]);
  });
});
