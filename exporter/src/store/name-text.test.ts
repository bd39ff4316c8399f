import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOf, nameText } from './name-text.js';

test('a name comes back as it was, also with NUL, quotes and halves of surrogate pairs, and its text holds neither NUL nor half', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a\0b', 'a\ud800b', '"', '\\', '\\u0000', '')), (name) => {
      const text = nameText(name);
      expect(nameOf(text)).toBe(name);
      expect(text).not.toMatch(/\0|\p{Surrogate}/u);
    }),
  );
});

test('a usual name is its own text, so the tables can be read with the sqlite3 command', () => {
  expect(nameText('churn/v1.2-β:2024')).toBe('churn/v1.2-β:2024');
});
