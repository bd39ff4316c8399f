import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CodedError } from '../contract/index.js';
import type { Config } from './config.js';
import { ConfigError } from './errors.js';
import { loadConfig } from './load-config.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/config/', import.meta.url));

/** Stand in every secret of the fixtures; no message may show them. */
const SECRET = 's3cret';
const DIGITS = '1234567890123456';

const ENVIRONMENT = {
  AIOPS_TOKEN: `${SECRET}-of-the-environment`,
  AIOPS_DIGITS: DIGITS,
  AIOPS_SERIES: '5000',
  AIOPS_SHORT: SECRET,
  AIOPS_EMPTY: '',
};

/** Loads a fixture as if it stood in /etc/aiops, so that no message holds a path of this machine. */
function load(name: string): Config {
  const readFile = (path: string): string => readFileSync(`${FOLDER}${path.replace('/etc/aiops/', '')}`, 'utf8');
  return loadConfig({ path: `/etc/aiops/${name}`, readFile, env: ENVIRONMENT });
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yml'));

describe('a valid configuration', () => {
  it.each(files.filter((file) => file.startsWith('valid-')))('loads: %s', (file) => {
    expect(Object.isFrozen(load(file))).toBe(true);
  });
});

describe('an invalid configuration', () => {
  it.each(files.filter((file) => file.startsWith('invalid-')))('is refused with its messages: %s', async (file) => {
    const error = caught(() => load(file));
    expect(error).toBeInstanceOf(ConfigError);
    const text = `${(error as ConfigError).faults.join('\n').replaceAll('/etc/aiops/', '')}\n`;
    await expect(text).toMatchFileSnapshot(`${FOLDER}${basename(file, '.yml')}.expected.txt`);
    for (const secret of [SECRET, DIGITS]) expect(text + String((error as CodedError).stack)).not.toContain(secret);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    return error;
  }
}
