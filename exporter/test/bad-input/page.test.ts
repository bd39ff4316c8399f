import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { slugOf } from './outcome.js';
import { CHAPTERS, namesIn, page } from './page.js';

const PAGE = fileURLToPath(new URL('../../../docs/bad-input.md', import.meta.url));
const ROWS = CHAPTERS.flatMap(({ rows }) => rows);

test('docs/bad-input.md is what the tables of the tests say', async () => {
  const options = await resolveConfig(PAGE);
  await expect(await format(page(), { ...options, parser: 'markdown' })).toMatchFileSnapshot(PAGE);
});

test('every case has a row on the page, and every row is a case', () => {
  const written = namesIn(readFileSync(PAGE, 'utf8'));
  expect(written).toEqual(ROWS.map(({ name }) => name));
});

test('every row says what is seen and what is kept', () => {
  expect(ROWS.filter(({ seen, kept }) => seen.trim() === '' || kept.trim() === '')).toEqual([]);
});

test('there are at least 60 kinds of bad input, and no two are called the same', () => {
  const slugs = ROWS.map(slugOf);
  expect(new Set(slugs).size).toBe(slugs.length);
  expect(slugs.length).toBeGreaterThanOrEqual(60);
});
