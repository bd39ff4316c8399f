import { readFileSync } from 'node:fs';
import { loadConfig, type Config } from '../../config/index.js';

/** Reads the configuration with the environment of the process. @throws CodedError CONFIG_* */
export function readConfig(path: string): Config {
  return loadConfig({ path, readFile: (file) => readFileSync(file, 'utf8'), env: process.env });
}
