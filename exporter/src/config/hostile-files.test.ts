import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from './errors.js';
import { loadConfig } from './load-config.js';

const FULL = readFileSync(new URL('../../../docs/examples/full.yml', import.meta.url), 'utf8');
const SECRET = 's3cret-of-the-operator';

/** What a slip of the hand, a merge or a bad template does to a file. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 12 }),
  insert: fc.oneof(
    fc.constantFrom(
      '\t',
      '\n',
      ' ',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ':',
      ': ',
      '- ',
      '#',
      '&a ',
      '*a',
      '!a ',
      '|',
      '>',
      '%',
      '@',
      '${',
      '$$',
      '<<: ',
      '\0',
      '\uFEFF',
      '---\n',
      'null',
    ),
    fc.string({ maxLength: 4 }),
  ),
});

describe('a damaged configuration', () => {
  it('is loaded, or refused with lines that each name a place and never show a token; nothing else happens', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const written = FULL.replace(/['"]\$\{AIOPS_OPERATOR_TOKEN\}['"]/, SECRET);
        const text = damages.reduce((before, { at, remove, insert }) => {
          const from = Math.floor(at * before.length);
          return before.slice(0, from) + insert + before.slice(from + remove);
        }, written);
        // Damage inside the token leaves a part of it, which then stands for something else.
        fc.pre(text.includes(SECRET));
        const readFile = (path: string): string => (path.endsWith('aiops.yaml') ? text : SECRET);
        try {
          loadConfig({ path: 'aiops.yaml', readFile, env: {} });
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          expect(error.faults.length).toBeGreaterThan(0);
          for (const fault of error.faults) {
            expect(fault).toMatch(/^aiops\.yaml:\d+:\d+: [^\n]{10,}$/);
            expect(fault).not.toContain(SECRET);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
