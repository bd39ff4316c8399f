import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';
import { globPaths } from './glob.js';

function folderWith(...files: string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  return folder;
}

function matches(folder: string, pattern: string): string[] {
  return globPaths(join(folder, pattern), () => undefined).map(({ text }) => text.slice(folder.length + 1));
}

test.each([
  ['*.jsonl', ['a.jsonl', 'b.jsonl']],
  ['?.jsonl', ['a.jsonl', 'b.jsonl']],
  ['[!a].jsonl', ['b.jsonl']],
  // Without a wildcard nothing is looked up: that a path is missing shows when it is opened.
  ['{a,gone}.jsonl', ['a.jsonl', 'gone.jsonl']],
  ['**/*.log', ['deep/er/x.log', 'deep/x.log', 'x.log', 'x1[2].log']],
  ['deep/**/*.log', ['deep/er/x.log', 'deep/x.log']],
  ['*', ['a.jsonl', 'b.jsonl', 'deep', 'x.log', 'x1[2].log']],
  ['.*', ['.hidden']],
  // A path that exists as it is written is itself.
  ['x1[2].log', ['x1[2].log']],
  // A range that is none matches itself only.
  ['[z-a]', []],
])('%s matches %j', (pattern, expected) => {
  const folder = folderWith('a.jsonl', 'b.jsonl', 'x.log', 'deep/x.log', 'deep/er/x.log', '.hidden', 'x1[2].log');
  expect(matches(folder, pattern)).toEqual(expected);
});

test('links to folders are followed by a name and not by **, where they could lead in a circle', () => {
  const folder = folderWith('real/x.log');
  symlinkSync(folder, join(folder, 'circle'));
  expect(matches(folder, '*/real/x.log')).toEqual(['circle/real/x.log']);
  expect(matches(folder, '**/x.log')).toEqual(['real/x.log']);
});

test('names that are no UTF-8 are found, shown in hex and opened by their bytes', () => {
  const folder = temporaryFolder();
  const name = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.log')]);
  writeFileSync(name, 'x');
  const [found] = globPaths(join(folder, '*.log'), () => undefined);
  expect(found).toEqual({ text: join(folder, 'caf\\xe9.log'), raw: name, isWild: true });
});

test('a missing root is told, a folder that went away below it is not', () => {
  const folder = folderWith('a/x.log');
  const told: string[] = [];
  globPaths(join(folder, 'gone', '*.log'), (path) => told.push(path));
  globPaths(join(folder, '*', 'gone', '*.log'), (path) => told.push(path));
  expect(told).toEqual([join(folder, 'gone')]);
});
