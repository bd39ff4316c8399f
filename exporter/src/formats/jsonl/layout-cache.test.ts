import { describe, expect, it } from 'vitest';
import { DECODER_PADDING } from '../format.js';
import { fieldTree } from './field-tree.js';
import { LayoutCache } from './layout-cache.js';

const tree = fieldTree({ fields: [{ path: ['n'], kind: 'number' }], featuresAt: null });

/** A cache whose scanners accept exactly the first line of their layout. */
function cache(): { layouts: LayoutCache; compiled: string[]; see: (key: string) => void } {
  const compiled: string[] = [];
  const layouts = new LayoutCache(tree, 5, (layout) => {
    const line = layout.pieces.map(({ constant, slot }) => constant.toString() + slot.sample.toString()).join('') + layout.tail.toString();
    compiled.push(line);
    return (b) => (b.toString('utf8', 0, line.length) === line ? line.length : -1);
  });
  const see = (key: string): void => {
    const line = Buffer.from(`{"${key}":1}\n`);
    const view = new DataView(new ArrayBuffer(DECODER_PADDING));
    if (layouts.scan(line, view, 0, 0) < 0) layouts.learn(line, 0, line.length - 1, 0);
  };
  return { layouts, compiled, see };
}

describe('LayoutCache', () => {
  it('compiles a layout at its second sighting', () => {
    const { compiled, see } = cache();
    see('a');
    expect(compiled).toEqual([]);
    see('a');
    see('a');
    expect(compiled).toEqual(['{"a":1}\n']);
  });

  it('compiles further layouts when they make up a good part of the log, and none that is rare', () => {
    const { compiled, see } = cache();
    for (let i = 0; i < 5000; i++) {
      see('main');
      if (i % 10 === 0) see('often');
      if (i % 100 === 0) see('rare');
    }
    expect(compiled).toEqual(['{"main":1}\n', '{"often":1}\n']);
  });

  it('keeps eight layouts, and lets the least used go for one that has become frequent', () => {
    const { layouts, compiled, see } = cache();
    const times = (n: number, keys: string): void => {
      for (let i = 0; i < n; i++) for (const key of keys) see(key);
    };
    times(1, 'a');
    times(100, 'abcdefgh');
    expect(compiled).toHaveLength(8);
    // A ninth that is as frequent as the others would only push out another one.
    times(50, 'abcdefghi');
    expect(compiled).toHaveLength(8);
    times(1500, 'abcdefgi');
    expect(compiled).toHaveLength(9);
    expect(layouts.compiled).toBe(8);
    times(1, 'abcdefgi');
    expect(compiled.at(-1)).toBe('{"i":1}\n');
  });

  it('compiles nothing from records that are all different, and remembers few of them', () => {
    const { compiled, see } = cache();
    for (let i = 0; i < 5000; i++) see(`key${i}`);
    expect(compiled).toEqual([]);
    see('key1');
    expect(compiled).toEqual([]);
  });

  it('compiles less and less often when layouts keep changing', () => {
    const { compiled, see } = cache();
    for (let i = 0; i < 100_000; i++) see(`key${i >> 5}`);
    expect(compiled.length).toBeLessThan(100);
  });

  it('stops learning where code may not be made from text', () => {
    let asked = 0;
    const layouts = new LayoutCache(tree, 5, () => {
      asked++;
      return null;
    });
    const line = Buffer.from('{"a":1}\n');
    for (let i = 0; i < 10; i++) layouts.learn(line, 0, line.length - 1, 0);
    expect(asked).toBe(1);
  });
});
