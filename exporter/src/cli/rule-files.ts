import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cliError } from './errors.js';

/** The files of rules that a path names: itself, or those of a folder, by name. @throws CodedError CLI_FILE_UNREADABLE */
export function ruleFiles(path: string): string[] {
  const isFolder = reading(path, () => statSync(path).isDirectory());
  if (!isFolder) return [path];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** @throws CodedError CLI_FILE_UNREADABLE */
export function yamlOf(path: string): unknown {
  return reading(path, () => parse(readFileSync(path, 'utf8')) as unknown);
}

/** @throws CodedError CLI_FILE_UNREADABLE */
export function textOfFile(path: string): string {
  return reading(path, () => readFileSync(path, 'utf8'));
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const [problem = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw cliError('CLI_FILE_UNREADABLE', { path, problem }, cause);
  }
}
