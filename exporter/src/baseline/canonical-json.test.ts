import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';

interface Vector {
  readonly name: string;
  readonly input: { readonly json?: string; readonly ieee754_be?: string };
  readonly expected: { readonly canonical?: string; readonly sha256?: string; readonly error?: string };
}
const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/baseline/canonical-json.json', import.meta.url), 'utf8')) as {
  cases: Vector[];
};

function inputOf({ json, ieee754_be }: Vector['input']): unknown {
  return json === undefined ? Buffer.from(ieee754_be ?? '', 'hex').readDoubleBE(0) : JSON.parse(json);
}

describe('canonicalJson', () => {
  it('has vectors to run', () => expect(cases.length).toBeGreaterThan(100));

  it.each(cases)('agrees with RFC 8785: $name', ({ input, expected }) => {
    if (expected.error !== undefined) {
      expect(() => canonicalJson(inputOf(input))).toThrow(expect.objectContaining({ code: 'BASELINE_NOT_CANONICAL' }));
      return;
    }
    const text = canonicalJson(inputOf(input));
    expect(text).toBe(expected.canonical);
    if (expected.sha256) expect(createHash('sha256').update(text).digest('hex')).toBe(expected.sha256);
  });

  it('names the place of what it cannot write', () => {
    expect(() => canonicalJson({ features: [{ mean: NaN }] })).toThrow(/not finite at \$\.features\[0\]\.mean/);
    expect(() => canonicalJson({ at: 1n })).toThrow(/bigint at \$\.at/);
  });
});
