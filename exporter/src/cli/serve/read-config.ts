import { readFileSync } from 'node:fs';
import { loadConfig, type Config } from '../../config/index.js';

/**
 * Reads the configuration with the environment of the process.
 *
 * @param text the content of the file, where it was read before: two threads that take over a reload must see the same text
 * @throws CodedError CONFIG_*
 */
export function readConfig(path: string, text?: string): Config {
  const readFile = (file: string): string => (text !== undefined && file === path ? text : readFileSync(file, 'utf8'));
  return loadConfig({ path, readFile, env: process.env });
}
