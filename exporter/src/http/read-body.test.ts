import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesInFlight } from './bytes-in-flight.js';
import { readBody } from './read-body.js';

const LIMITS = { bodyBytes: 1 << 20, decompressionRatio: 100 };

/** A request as readBody sees it: a stream, and the headers, which announce nothing here. */
function arriving(): IncomingMessage & PassThrough {
  // The rest of a request is not used.
  return Object.assign(new PassThrough(), { headers: {} }) as IncomingMessage & PassThrough;
}

/** Reads a body that arrives in these pieces; what it comes to, or the code of the error. */
async function read(pieces: readonly Uint8Array[], encoding: 'gzip' | 'identity' = 'gzip', limits = LIMITS): Promise<string> {
  const stream = arriving();
  const body = readBody(stream, encoding, limits, new BytesInFlight().lease('s', 1 << 24));
  for (const piece of pieces) stream.write(piece);
  stream.end();
  return body.then(
    (bytes) => bytes?.toString() ?? 'gone',
    (error: { code: string }) => error.code,
  );
}

const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const at = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  return [0, ...at].map((start, i) => bytes.subarray(start, at[i] ?? bytes.length));
};
const texts = fc.array(
  fc.oneof(
    fc.string(),
    fc.nat(3000).map((n) => 'abc'.repeat(n)),
  ),
  { minLength: 1, maxLength: 4 },
);
const members = (parts: readonly string[]): Buffer[] => parts.map((part) => gzipSync(part));

describe('readBody', () => {
  it('unpacks any number of gzip members that arrive in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat()), async (parts, places) => {
        expect(await read(cut(Buffer.concat(members(parts)), places))).toBe(parts.join(''));
      }),
    );
  });

  it('refuses a gzip body that was cut anywhere but between two members', async () => {
    const whole = members(['{"a":1}\n', '{"b":2}\n']);
    const bytes = Buffer.concat(whole);
    for (let length = 0; length < bytes.length; length++)
      expect([length, await read([bytes.subarray(0, length)])]).toEqual([
        length,
        length === whole[0]?.length ? '{"a":1}\n' : 'HTTP_BODY_NOT_GZIP',
      ]);
  });

  it.each([
    ['text', '{"b":2}\n'],
    ['a zero byte', '\0'],
    ['zeros, as padding', '\0'.repeat(512)],
    ['the begin of a header', '\u001f'],
  ])('refuses a gzip body that goes on with %s, in one piece or in two', async (_, rest) => {
    const [member = Buffer.alloc(0)] = members(['{"a":1}\n']);
    const tail = Buffer.from(rest, 'latin1');
    expect(await read([Buffer.concat([member, tail])])).toBe('HTTP_BODY_NOT_GZIP');
    expect(await read([member, tail])).toBe('HTTP_BODY_NOT_GZIP');
  });

  it('refuses a member behind a zero byte, which gunzip would leave out without a word', async () => {
    const [one = Buffer.alloc(0), other = Buffer.alloc(0)] = members(['{"a":1}\n', '{"b":2}\n']);
    expect(await read([Buffer.concat([one, Buffer.alloc(1), other])])).toBe('HTTP_BODY_NOT_GZIP');
    expect(await read([one, Buffer.alloc(1), other])).toBe('HTTP_BODY_NOT_GZIP');
    expect(await read([one, Buffer.concat([Buffer.alloc(1), other])])).toBe('HTTP_BODY_NOT_GZIP');
  });

  it('refuses a member whose checksum is wrong', async () => {
    const [member = Buffer.alloc(0)] = members(['{"a":1}\n']);
    member[member.length - 6] = (member[member.length - 6] ?? 0) ^ 1;
    expect(await read([member])).toBe('HTTP_BODY_NOT_GZIP');
  });

  it('takes as many bytes as the limit says, packed and unpacked, and not one more', async () => {
    const limits = { bodyBytes: 1000, decompressionRatio: 1000 };
    const bytes = (n: number): Buffer => Buffer.alloc(n, 'x');
    expect(await read([bytes(999), bytes(1)], 'identity', limits)).toHaveLength(1000);
    expect(await read([bytes(999), bytes(2)], 'identity', limits)).toBe('HTTP_BODY_TOO_LARGE');
    expect(await read([gzipSync(bytes(1000))], 'gzip', limits)).toHaveLength(1000);
    expect(await read([gzipSync(bytes(1001))], 'gzip', limits)).toBe('HTTP_BODY_TOO_LARGE');
    const noise = gzipSync('', { level: 0 });
    expect(
      await read(
        Array.from({ length: 51 }, () => noise),
        'gzip',
        limits,
      ),
    ).toBe('HTTP_BODY_TOO_LARGE');
  });

  it('looks at the ratio of what arrived to what came out only beyond the free bytes', async () => {
    const limits = { bodyBytes: 1 << 24, decompressionRatio: 100 };
    const zeros = (n: number): Buffer => gzipSync(Buffer.alloc(n));
    expect(await read([zeros(1 << 20)], 'gzip', limits)).toHaveLength(1 << 20);
    expect(await read([zeros((1 << 20) + 1)], 'gzip', limits)).toBe('HTTP_BODY_RATIO');
    expect(await read([zeros(1 << 21)], 'gzip', { ...limits, decompressionRatio: 1100 })).toHaveLength(1 << 21);
  });

  it('says that there is no room as soon as there is none', async () => {
    const inFlight = new BytesInFlight();
    inFlight.lease('s', 100).tryTake(99);
    const stream = arriving();
    const body = readBody(stream, 'identity', LIMITS, inFlight.lease('s', 100));
    stream.write('ab');
    await expect(body).rejects.toMatchObject({ code: 'HTTP_BUSY' });
  });

  it.each(['gzip', 'identity'] as const)('comes to nothing when the client goes away (%s)', async (encoding) => {
    const stream = arriving();
    const body = readBody(stream, encoding, LIMITS, new BytesInFlight().lease('s', 100));
    stream.write(gzipSync('x').subarray(0, 5));
    stream.destroy(new Error('aborted'));
    expect(await body).toBeNull();
  });
});
