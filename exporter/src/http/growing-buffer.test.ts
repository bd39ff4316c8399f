import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingBuffer } from './growing-buffer.js';

describe('GrowingBuffer', () => {
  it('holds what was appended, in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
        const buffer = new GrowingBuffer();
        for (const piece of pieces) buffer.append(Buffer.from(piece));
        expect(buffer.contents()).toEqual(Buffer.concat(pieces));
      }),
    );
  });

  it('takes at most twice the memory of its contents, however small the pieces', () => {
    const buffer = new GrowingBuffer();
    for (let i = 0; i < 100_000; i++) buffer.append(Buffer.from([i]));
    expect(buffer.contents()).toHaveLength(100_000);
    expect(buffer.contents().buffer.byteLength).toBeLessThanOrEqual(200_000);
  });

  it('shares its memory with nothing, not even when it is empty, so that it can be moved to another thread', () => {
    const [one, other] = [new GrowingBuffer(), new GrowingBuffer()];
    one.append(Buffer.from('a'));
    for (const { buffer } of [one.contents(), new GrowingBuffer().contents()])
      structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    other.append(Buffer.from('b'));
    expect(other.contents().toString()).toBe('b');
  });
});
