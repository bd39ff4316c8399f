import fc from 'fast-check';
import { expect, test } from 'vitest';
import { psi } from './psi.js';
import { psiTerms } from './psi-terms.js';

test('the terms of all bins sum to the index, and none is negative', () => {
  const rows = fc.array(fc.tuple(fc.nat(5000), fc.nat(5000)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const reference = pairs.map(([count]) => count);
      const current = pairs.map(([, count]) => count);
      const terms = psiTerms(reference, current);
      const whole = psi(reference, current);
      expect(terms === null).toBe(whole === null);
      if (terms === null) return;
      expect(terms.every((term) => term >= 0)).toBe(true);
      expect(terms.reduce((sum, term) => sum + term, 0)).toBe(whole);
    }),
  );
});
