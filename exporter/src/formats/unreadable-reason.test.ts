import { describe, expect, it } from 'vitest';
import { unreadableReason } from './unreadable-reason.js';

const reason = (...bytes: number[]): string => unreadableReason(Buffer.from([0, ...bytes, 0]), 1, bytes.length + 1);

describe('unreadableReason', () => {
  it('says encoding for a control byte that no text uses, and syntax for one that some do', () => {
    const binary = Array.from({ length: 128 }, (_, byte) => byte).filter((byte) => reason(65, byte, 66) === 'encoding');
    expect(binary).toEqual([0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 127]);
  });

  it('says encoding for bytes that are not UTF-8, and syntax for those that are', () => {
    expect([reason(0xc3, 0xa9), reason(0xe9), reason(0xc3), reason(0xed, 0xa0, 0x80), reason(0xc0, 0xaf)]).toEqual([
      'syntax',
      'encoding',
      'encoding',
      'encoding',
      'encoding',
    ]);
  });

  it('looks at nothing outside of the record', () => {
    expect(reason()).toBe('syntax');
  });
});
