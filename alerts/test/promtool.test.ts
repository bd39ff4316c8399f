import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findTool } from '../../exporter/tools/find-tool.js';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const rules = readdirSync(`${FOLDER}prometheus`).map((name) => `prometheus/${name}`);
const tests = readdirSync(`${FOLDER}tests`).map((name) => `tests/${name}`);

/** An older one, and where a variable names it the newest: what the rules must work in unchanged. */
const PROMTOOLS = [findTool('promtool'), ...(process.env['AIOPS_PROMTOOL'] ? [process.env['AIOPS_PROMTOOL']] : [])];

test.each(PROMTOOLS)('promtool accepts every rule, without a warning: %s', (promtool) => {
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'rules', '--lint-fatal', ...rules], { cwd: FOLDER, encoding: 'utf8' });
  expect({ status, text: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, text: '' });
});

test.each(tests)('alerts fire and end at the minute that their scenarios say: %s', (file) => {
  const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['test', 'rules', file], { cwd: FOLDER, encoding: 'utf8' });
  expect({ status, text: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, text: '' });
});
