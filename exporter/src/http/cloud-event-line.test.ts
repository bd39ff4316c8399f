import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeValue, binaryEventLine, type EventLine } from './cloud-event-line.js';

const HEADERS = ['Ce-Specversion', '1.0', 'ce-id', '7', 'CE-Type', 'org.kubeflow.serving.inference.request', 'ce-source', '/s'];
const line = (body: string | Buffer, more: readonly string[] = [], type = 'application/json'): EventLine =>
  binaryEventLine({ rawHeaders: [...HEADERS, ...more], type, body: Buffer.from(body), maxDepth: 20 });
const parsed = (result: EventLine): unknown => (result.ok ? JSON.parse(result.line.toString()) : result);

describe('binaryEventLine', () => {
  it('gives the structured form as one line, with the body as it is', () => {
    const result = line('\r\n{"instances": [[1.50,\n 12345678901234567890]]}\n', ['ce-inferenceservicename', 'churn', 'X-Other', 'a']);
    expect(result.ok && result.line.toString()).toBe(
      '{"specversion":"1.0","id":"7","type":"org.kubeflow.serving.inference.request","source":"/s","inferenceservicename":"churn",' +
        '"datacontenttype":"application/json","data":{"instances": [[1.50,  12345678901234567890]]}}\n',
    );
  });

  it.each([
    ['application/json', '[1]', { data: [1] }],
    ['text/json', '1', { data: 1 }],
    ['application/vnd.x+json', '"a"', { data: 'a' }],
    ['application/json', '\ufeff{}', { data: {} }],
    ['application/octet-stream', '{}', { data_base64: 'e30=' }],
    ['', '{}', { data_base64: 'e30=' }],
    ['text/plain', '', { data_base64: '' }],
  ])('puts a body of type %s where a reader looks for it: %s', (type, body, member) => {
    expect(parsed(line(body, [], type))).toMatchObject(member);
  });

  it.each([
    ['without an id', ['Ce-Specversion', '1.0', 'ce-type', 't', 'ce-source', 's'], 'the header ce-id is missing or empty'],
    [
      'with an empty source',
      ['Ce-Specversion', '1.0', 'ce-id', '1', 'ce-type', 't', 'ce-source', ''],
      'the header ce-source is missing or empty',
    ],
    ['of another version', ['Ce-Specversion', '0.3', 'ce-id', '1', 'ce-type', 't', 'ce-source', 's'], 'ce-specversion is "0.3"'],
    ['whose id was sent twice', [...HEADERS, 'Ce-Id', '8'], 'the header "ce-id" was sent twice'],
    ['with an attribute called data', [...HEADERS, 'ce-data', '{}'], '"ce-data" is no name of an attribute'],
    ['with an attribute called data_base64', [...HEADERS, 'ce-data_base64', 'e30='], '"ce-data_base64" is no name of an attribute'],
    ['with a type of its data in two places', [...HEADERS, 'ce-datacontenttype', 'a/b'], '"ce-datacontenttype" is no name of an attribute'],
    ['with an attribute without a name', [...HEADERS, 'ce-', 'x'], '"ce-" is no name of an attribute'],
    ['with a prototype for an attribute', [...HEADERS, 'ce-__proto__', 'x'], '"ce-__proto__" is no name of an attribute'],
  ])('refuses an event %s', (_, rawHeaders, problem) => {
    expect(binaryEventLine({ rawHeaders, type: 'application/json', body: Buffer.from('{}'), maxDepth: 20 })).toEqual({
      ok: false,
      problem,
    });
  });

  it.each(['', ' ', '1,"id":"forged"', '{}, "modelversion": "9"', '1},{"id":"forged"', '[1},"id":"forged"', '{}}', '"a', '"a\nb"', '[[1]'])(
    'refuses data that is not one JSON value: %j',
    (body) => {
      expect(line(body)).toMatchObject({ ok: false, problem: expect.stringContaining('its Content-Type is JSON, and its data') });
    },
  );

  it('keeps attributes and data as they are, whatever they are', () => {
    const value = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', ',', ':', 'a') }));
    fc.assert(
      fc.property(fc.jsonValue(), value, (data, extension) => {
        const encoded = encodeURIComponent(extension);
        expect(parsed(line(JSON.stringify(data), ['ce-metadata', encoded]))).toEqual({
          specversion: '1.0',
          id: '7',
          type: 'org.kubeflow.serving.inference.request',
          source: '/s',
          metadata: extension,
          datacontenttype: 'application/json',
          // -0 has no text of its own in JSON.
          data: JSON.parse(JSON.stringify(data)) as unknown,
        });
      }),
    );
  });

  it('lets no body write beside itself: what can be read of the line has the attributes of the headers and no others', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"id"',
      '"forged"',
      '"data"',
      '1',
      ' ',
      '\n',
      '{"a":1}',
      '},"id":"x"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const result = line(pieces.join(''));
        if (!result.ok) return;
        const text = result.line.toString();
        expect(text.indexOf('\n')).toBe(text.length - 1);
        let event: Record<string, unknown>;
        try {
          event = JSON.parse(text) as Record<string, unknown>;
        } catch {
          return;
        }
        expect(Object.keys(event)).toEqual(['specversion', 'id', 'type', 'source', 'datacontenttype', 'data']);
        expect(event['id']).toBe('7');
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('attributeValue', () => {
  it.each([
    ['plain', 'plain'],
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['%2525', '%25'],
    ['"with \\"quotes\\" and %20"', 'with "quotes" and  '],
    ['{"a":["b"]}', '{"a":["b"]}'],
    ['100%', '100%'],
    ['%zz%41', '%zzA'],
    ['%ff%fe', '%ff%fe'],
    ['%', '%'],
    ['"', '"'],
    ['""', ''],
  ])('reads %s as %s', (header, value) => {
    expect(attributeValue(header)).toBe(value);
  });
});
