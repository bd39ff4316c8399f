import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';

const page = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const configurations = [
  'README.md',
  'docs/getting-started.md',
  'docs/sources/file.md',
  'docs/sources/http.md',
  'docs/sources/cloudevents.md',
  'docs/sources/snapshot.md',
  'docs/seasons.md',
].flatMap((path) =>
  [...page(path).matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, text = '']) => (/^sources:/m.test(text) ? [{ path, text }] : [])),
);

test.each(configurations.map(({ path, text }, i) => [`${path} (${i + 1})`, text] as const))(
  'the configuration in %s is valid as it stands',
  (_, text) => {
    // Tokens and certificates are files on the reader's machine.
    const readFile = (path: string): string => {
      const pem = /aiops\.(?:cert|key)\.pem$/.exec(path)?.[0];
      if (pem !== undefined) return page(`exporter/fixtures/config/${pem.replace('aiops', 'good')}`);
      return path === 'aiops.yaml' ? text : 'a-token-of-thirty-characters!!';
    };
    expect(() => loadConfig({ path: 'aiops.yaml', env: {}, readFile })).not.toThrow();
  },
);

test('every page has the example that it is said to begin with', () => {
  expect(configurations.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'docs/getting-started.md']));
});
