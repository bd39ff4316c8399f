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

/** The same, together with the content of the file. @throws CodedError CONFIG_* */
export function readConfigWithText(path: string): { config: Config; text: string } {
  let text = '';
  const readFile = (file: string): string => {
    const content = readFileSync(file, 'utf8');
    if (file === path) text = content;
    return content;
  };
  return { config: loadConfig({ path, readFile, env: process.env }), text };
}
