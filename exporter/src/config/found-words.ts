import { isScalar, Scalar } from 'yaml';
import { nodeAt, type Path, type YamlFile } from './yaml-file.js';

/** Longest text that a message repeats. */
const LONGEST = 60;

/**
 * What stands in the file, in words. Secrets are never shown: nothing of a token, and no value of the environment, which can
 * be a password wherever it is put.
 */
export function foundWords(yaml: YamlFile, path: Path, value: unknown): string {
  if (isSecret(path)) return value !== null && typeof value === 'object' ? kindOf(value) : 'a text that is not shown';
  const node = nodeAt(yaml, path);
  if (isScalar(node)) {
    const written = yaml.written.get(node);
    if (written !== undefined) return `${quoted(written)} (the values of variables are not shown)`;
    // As it is written: 1.0 is not found by a person who is told of 1.
    if (typeof value !== 'string' && node.type === Scalar.PLAIN && node.source !== undefined) return cut(node.source);
  }
  if (typeof value === 'string') return quoted(value);
  return value !== null && typeof value === 'object' ? kindOf(value) : String(value);
}

/** Whether a path leads into a token: everything under server.tokens but the scopes. */
export function isSecret(path: Path): boolean {
  return path[0] === 'server' && path[1] === 'tokens' && path[3] !== 'scopes';
}

/** Whether a text of the configuration can be repeated: it does not come from the environment. */
export function isShowable({ written }: YamlFile, text: string): boolean {
  return ![...written.keys()].some(({ value }) => value === text);
}

function kindOf(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
}

function quoted(text: string): string {
  return text === '' ? 'an empty text' : `"${cut(text)}"`;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
}
