import { describe, expect, it } from 'vitest';
import { fuzzJsonl } from '../../tools/fuzz/fuzz-jsonl.js';
import { MUTATION_NAMES } from '../../tools/fuzz/json-lines.js';

/** Mutated records of each run; tools/fuzz.ts does a million of them. */
const MUTATED = 10_000;
/** Some seconds of computing; many more on a busy machine. */
const PATIENCE_MS = 240_000;

describe('the fast decoder of JSON lines', { timeout: PATIENCE_MS }, () => {
  const random = Date.now() % 2 ** 31;

  it.each([1, random])('differs in nothing from the plain one on generated records (seed %i)', (seed) => {
    const result = fuzzJsonl({ mutated: MUTATED, seed });
    expect(result.differences).toEqual([]);
  });

  // How often a seed chooses these is chance, so that they are held for a fixed one.
  it('is tried with every kind of mutation, also cut at every byte', () => {
    const { mutations, bytewiseStreams } = fuzzJsonl({ mutated: MUTATED, seed: 2 });
    expect([...mutations.keys()].sort()).toEqual([...MUTATION_NAMES].sort());
    expect(bytewiseStreams).toBeGreaterThan(0);
  });
});
