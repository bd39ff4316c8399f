import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationReference } from './configuration-reference.js';
import { documentedKeys } from './documented-keys.js';
import { loadConfig } from './load-config.js';
import { isPlannedKey, isPlannedValue, PLANNED_KEYS, PLANNED_VALUES } from './planned.js';
import { keysAt, nodesAt, schemaTree } from './schema-tree.js';

const DOCS = new URL('../../../docs/', import.meta.url);
const text = configurationReference(readFileSync(new URL('examples/jsonl-file.yml', DOCS), 'utf8'));
const tree = schemaTree();

describe('configurationReference', () => {
  it('is what docs/configuration.md holds (npm run generate)', () => {
    expect(readFileSync(new URL('configuration.md', DOCS), 'utf8')).toBe(text);
  });

  it('begins with an example that the loader takes', () => {
    const example = /```yaml\n([^]*?)```/.exec(text)?.[1] ?? '';
    expect(loadConfig({ path: 'aiops.yaml', readFile: () => example, env: {} }).models.size).toBe(1);
  });

  it('says of every key what it is', () => {
    const keys = documentedKeys(tree);
    expect(keys.filter(({ node }) => !node.description?.endsWith('.')).map(({ title }) => title)).toEqual([]);
    expect(keys.filter(({ node }) => node.change?.endsWith('.') === false).map(({ title }) => title)).toEqual([]);
  });

  it('has one heading for every key, and every link leads to one', () => {
    const headings = [...text.matchAll(/^### `(.*)`$/gm)].map(([, title]) => title ?? '');
    expect(new Set(headings).size).toBe(headings.length);
    expect(headings).toEqual(documentedKeys(tree).map(({ title }) => title));
    const anchors = new Set(
      headings.map((title) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9_ -]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    expect(anchors.size).toBe(headings.length);
    for (const [, anchor] of text.matchAll(/\(#(.*?)\)/g)) expect(anchors).toContain(anchor);
  });
});

describe('planned keys and values', () => {
  it('are none that the schema has: who adds one takes it off the list', () => {
    for (const pattern of PLANNED_KEYS) {
      const path = pattern.split('.');
      expect(isPlannedKey(path)).toBe(true);
      expect([pattern, keysAt(tree, path.slice(0, -1), undefined).includes(path[path.length - 1] ?? '')]).toEqual([pattern, false]);
    }
    for (const [pattern, values] of Object.entries(PLANNED_VALUES)) {
      const known = JSON.stringify(nodesAt(tree, pattern.split('.'), undefined));
      for (const value of values) {
        expect(isPlannedValue(pattern.split('.'), value)).toBe(true);
        expect(known).not.toContain(`"${value}"`);
      }
    }
  });
});
