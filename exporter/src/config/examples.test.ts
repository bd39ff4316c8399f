import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { documentedKeys } from './documented-keys.js';
import { loadConfig } from './load-config.js';
import { schemaTree } from './schema-tree.js';

const FOLDER = fileURLToPath(new URL('../../../docs/examples/', import.meta.url));

const PAIR = new URL('../../fixtures/config/', import.meta.url);

/** What stands beside the examples on the reader's machine. */
const BESIDE: Readonly<Record<string, string>> = {
  token: 'a-token-for-the-examples',
  secret: 'a-secret-for-the-examples',
  log: '{"bento_name":"churn","bento_version":"1","columns":[]}',
};

function readFile(path: string): string {
  if (path.endsWith('.pem')) return readFileSync(new URL(path.replace(/^.*\/aiops\./, 'good.'), PAIR), 'utf8');
  return BESIDE[path.split('.').at(-1) ?? ''] ?? readFileSync(path, 'utf8');
}

describe('docs/examples', () => {
  it.each(readdirSync(FOLDER).filter((file) => file.endsWith('.yml')))('%s is a valid configuration', (file) => {
    const config = loadConfig({ path: `${FOLDER}${file}`, readFile, env: { AIOPS_OPERATOR_TOKEN: 'a-token-for-the-examples' } });
    expect(config.sources.length).toBeGreaterThan(0);
  });

  it('full.yml shows every key', () => {
    const shown = new Set(keysOf(parse(readFileSync(`${FOLDER}full.yml`, 'utf8')), ''));
    const all = documentedKeys(schemaTree()).map(({ title }) => title.split(' ')[0] ?? '');
    expect(all.filter((key) => !shown.has(key))).toEqual([]);
  });
});

const NAMED = ['sources[].map.value', 'models', 'models.<name>.features', 'models.<name>.drift.thresholds'];

/** The keys of a configuration as the reference page writes them. */
function keysOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysOf(item, `${path}[]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const key = NAMED.includes(path) ? `${path}.<name>` : path === '' ? name : `${path}.${name}`;
    return [key, ...keysOf(inner, key)];
  });
}
