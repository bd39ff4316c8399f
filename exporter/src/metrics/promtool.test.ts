import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findTool } from '../../tools/find-tool.js';

const FOLDER = new URL('../../fixtures/metrics/', import.meta.url);
const cases = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(cases.map(({ name }) => name))('promtool finds no fault in the exposition of %s', (name) => {
  const input = readFileSync(new URL(`${name}/expected.txt`, FOLDER));
  const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['check', 'metrics'], { input, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
