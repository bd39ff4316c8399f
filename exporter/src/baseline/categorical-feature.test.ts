import { describe, expect, it } from 'vitest';
import { categoricalFeature, type CategoryCount } from './categorical-feature.js';

const rows = (present: number) => ({ present, missing: 0, invalid: 0 });

describe('categoricalFeature', () => {
  it('lists the top by count, ties by UTF-8 bytes', () => {
    const { categories, counts } = categoricalFeature(
      'c',
      [
        ['b', 2],
        ['\u{1F600}', 2],
        ['\uFF5E', 2],
        ['a', 9],
      ],
      rows(15),
    );
    expect(categories).toEqual(['a', 'b', '\uFF5E', '\u{1F600}']);
    expect(counts).toEqual([9, 2, 2, 2]);
  });

  it('names rare values while all fit, and only values with enough rows once there are more than bins', () => {
    const values: CategoryCount[] = [
      ['often', 50],
      ['at the limit', 10],
      ['below it', 9],
    ];
    expect(categoricalFeature('c', values, rows(69), { top: 3 })).toMatchObject({
      categories: ['often', 'at the limit', 'below it'],
      other: 0,
      tail_complete: true,
    });
    const cut = categoricalFeature('c', values, rows(69), { top: 1 });
    expect(cut).toMatchObject({ categories: ['often'], counts: [50], other: 19, tail: ['at the limit'], tail_complete: false });
  });

  it('knows its tail as complete when every value of the reference is listed', () => {
    expect(
      categoricalFeature(
        'c',
        [
          ['a', 50],
          ['b', 20],
          ['c', 10],
        ],
        rows(80),
        { top: 1 },
      ),
    ).toMatchObject({ tail: ['b', 'c'], tail_complete: true });
  });

  it('lists at most 1000 values in the tail, by name', () => {
    const values = Array.from({ length: 1100 }, (_, i): CategoryCount => [`v${i}`, 2000 - i]);
    const { tail, tail_complete, other } = categoricalFeature('c', values, rows(values.reduce((sum, [, n]) => sum + n, 0)));
    expect(tail).toHaveLength(1000);
    expect(tail).toEqual([...tail].sort());
    expect(tail_complete).toBe(false);
    expect(other).toBe(values.slice(20).reduce((sum, [, n]) => sum + n, 0));
  });
});
