import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonRecords, type JsonRecords } from './json-records.js';

const LIMITS = { maxRecords: 100, maxDepth: 50 };

/** JSON as people and libraries write it: with white space between tokens, and strings full of marks. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', '\\', ',', '[', ']', '{', '}', '\n', '\r', ' ', 'a', 'é', '\u2028', '😀') }),
  fc.string(),
);
const value = fc.letrec<{ any: unknown; list: unknown[]; object: object }>((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), text, tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(text, tie('any'), { maxKeys: 4 }),
}));
const body = fc
  .tuple(fc.oneof(value.list, value.object), fc.constantFrom(undefined, 1, '\t', '\n', '\r\n'))
  .map(([content, indent]) =>
    JSON.stringify(content, null, indent === '\n' || indent === '\r\n' ? 1 : indent).replaceAll('\n', indent === '\r\n' ? '\r\n' : '\n'),
  );

/** One thing a broken client could do to a body. */
const damage = fc.oneof(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(3),
    put: fc.constantFrom('', ',', '[', ']', '{', '}', '"', '\\', '\n', ' ', ':', '1', '\0'),
  }),
);
const damaged = fc.tuple(body, fc.array(damage, { maxLength: 3 })).map(([whole, changes]) =>
  changes.reduce((now, { at, cut, put }) => {
    const place = Math.floor(at * now.length);
    return now.slice(0, place) + put + now.slice(place + cut);
  }, whole),
);

function parsed(json: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return null;
  }
}

function lines(result: JsonRecords): string[] | null {
  return result.ok ? result.lines.toString().split('\n').slice(0, -1) : null;
}

describe('jsonRecords', () => {
  it('makes line i of element i', () => {
    fc.assert(
      fc.property(body, (json) => {
        const whole = JSON.parse(json) as unknown;
        const elements = Array.isArray(whole) ? (whole as unknown[]) : [whole];
        const result = jsonRecords(Buffer.from(json), LIMITS);
        expect(lines(result)?.map((line) => JSON.parse(line) as unknown)).toEqual(elements);
        expect(result).toMatchObject({ ok: true, records: elements.length });
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts a body whose elements are valid JSON exactly when JSON.parse accepts it and it is an array or an object', () => {
    fc.assert(
      fc.property(damaged, (json) => {
        const whole = parsed(json);
        const isBatch = whole !== null && typeof whole.value === 'object' && whole.value !== null;
        const found = lines(jsonRecords(Buffer.from(json), LIMITS));
        expect(found !== null && found.every((line) => parsed(line) !== null)).toBe(isBatch);
      }),
      { numRuns: 5000 },
    );
  });

  it('neither parses nor changes what stands in an element: big integers, duplicate keys, escapes', () => {
    const element = '{"id":12345678901234567890,"a":1,"a":2,"s":"\\u00e9 \\/ , ] }"}';
    expect(lines(jsonRecords(Buffer.from(` [ ${element} ,\n${element}] \n`), LIMITS))).toEqual([element, element]);
  });

  it('turns line breaks between tokens into spaces, so that an element stays one line', () => {
    expect(lines(jsonRecords(Buffer.from('[{\n"a":\r\n1\n}]'), LIMITS))).toEqual(['{ "a":  1 }']);
  });

  it('leaves a broken element to the format, with its neighbours in their places', () => {
    expect(lines(jsonRecords(Buffer.from('[{"a":1},nonsense,{"b":2}]'), LIMITS))).toEqual(['{"a":1}', 'nonsense', '{"b":2}']);
  });

  it('reads a body behind a byte order mark', () => {
    expect(lines(jsonRecords(Buffer.from('\ufeff {"a":1}'), LIMITS))).toEqual(['{"a":1}']);
    expect(jsonRecords(Buffer.from('\ufeff'), LIMITS)).toMatchObject({ ok: false, record: 1 });
  });

  it.each([
    ['', 1, 'syntax'],
    ['  \n', 1, 'syntax'],
    ['1', 1, 'syntax'],
    ['null', 1, 'syntax'],
    ['"[]"', 1, 'syntax'],
    ['[', 1, 'syntax'],
    ['[,]', 1, 'syntax'],
    ['[1,]', 2, 'syntax'],
    ['[1,,2]', 2, 'syntax'],
    ['[1]x', 1, 'syntax'],
    ['[]x', 1, 'syntax'],
    ['[1,"a', 2, 'syntax'],
    ['[1,"a\n"]', 2, 'syntax'],
    ['[1,"a\\', 2, 'syntax'],
    ['[1,2', 2, 'syntax'],
    ['[1,{"a":', 2, 'syntax'],
    ['{"a":1}}', 1, 'syntax'],
    ['{"a":1},', 1, 'syntax'],
    ['[1,2}', 2, 'syntax'],
  ] as const)('refuses %j at element %i', (json, record, reason) => {
    expect(jsonRecords(Buffer.from(json), LIMITS)).toMatchObject({ ok: false, record, reason });
  });

  it('takes as many records, and as deep ones, as the limits say, and no more', () => {
    const limits = { maxRecords: 3, maxDepth: 2 };
    const read = (json: string): JsonRecords => jsonRecords(Buffer.from(json), limits);
    expect(read('[1,2,3]')).toMatchObject({ ok: true, records: 3 });
    expect(read('[1,2,3,4]')).toMatchObject({ ok: false, record: 4, reason: 'too_many' });
    expect(read('[{"a":[1]}]')).toMatchObject({ ok: true });
    expect(read('{"a":[1]}')).toMatchObject({ ok: true });
    expect(read('[1,{"a":[[]]}]')).toMatchObject({ ok: false, record: 2, reason: 'too_deep' });
    expect(read('{"a":[{}]}')).toMatchObject({ ok: false, record: 1, reason: 'too_deep' });
    expect(read('[{"a":"[[[[{{{{"}]')).toMatchObject({ ok: true });
  });

  it('holds a body of nothing but opening brackets to its depth at once', () => {
    expect(jsonRecords(Buffer.from('['.repeat(1_000_000)), LIMITS)).toMatchObject({ ok: false, reason: 'too_deep', record: 1 });
  });

  it('owns the memory of its lines', () => {
    const json = Buffer.from('[{"a":1}]');
    const result = jsonRecords(json, LIMITS);
    json.fill(0);
    expect(lines(result)).toEqual(['{"a":1}']);
    expect(result.ok && result.lines.buffer.byteLength).toBeLessThanOrEqual(json.length + 1);
  });
});
