import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseBaseline } from '../parse-baseline.js';
import { formatBaseline } from '../seal.js';
import { buildBaseline, type BuildOptions } from './build-baseline.js';

const CASES = new URL('../../../fixtures/baseline/cases/', import.meta.url);
const isRewriting = process.env['UPDATE_GOLDEN'] === '1';

describe('the artefact of', () => {
  it.each(readdirSync(CASES))('%s is the expected one, on one thread and on two', async (name) => {
    const folder = new URL(`${name}/`, CASES);
    const options = JSON.parse(readFileSync(new URL('options.json', folder), 'utf8')) as Omit<BuildOptions, 'from'>;
    const input = readdirSync(folder).find((file) => file.startsWith('input.')) ?? '';
    const from = fileURLToPath(new URL(input, folder));
    const built = formatBaseline(await buildBaseline({ ...options, from, threads: 1 }));
    const expected = new URL('expected.json', folder);
    if (isRewriting) writeFileSync(expected, built);
    expect(built).toBe(readFileSync(expected, 'utf8'));
    expect(formatBaseline(await buildBaseline({ ...options, from, threads: 2 }))).toBe(built);
    expect(formatBaseline(parseBaseline(built, name))).toBe(built);
  });
});
