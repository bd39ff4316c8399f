import { resolve } from 'node:path';
import type { TokenConfig } from './config.js';
import { faultAt, type Fault } from './fault.js';
import { textOf, type FileText } from './file-text.js';
import type { ConfigInput } from './schema.js';
import { MIN_TOKEN_LENGTH, TOKEN_CHARACTERS } from './server-schema.js';
import type { YamlFile } from './yaml-file.js';

/**
 * The tokens of the server, from the configuration and from the files it names. No fault shows anything of a token.
 *
 * @param folder of the configuration, which paths are relative to
 */
export function readTokens(
  { server }: ConfigInput,
  yaml: YamlFile,
  folder: string,
  readFile: (path: string) => string,
): { tokens: TokenConfig[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const tokens = server.tokens.map(({ scopes, token, token_file: file }, i): TokenConfig => {
    const entry = ['server', 'tokens', i];
    if (token !== undefined && file !== undefined) faults.push(faultAt(yaml, entry, 'has both token and token_file; keep one of them'));
    if (token !== undefined) return { scopes, token, file: null };
    if (file === undefined) {
      faults.push(faultAt(yaml, entry, 'has no token; add token_file: (a path) or token: ${NAME} (from the environment)'));
      return { scopes, token: '', file: null };
    }
    const path = resolve(folder, file);
    const read = tokenOf(textOf(path, readFile));
    if ('problem' in read) faults.push(faultAt(yaml, [...entry, 'token_file'], `names a file that ${read.problem}`));
    return { scopes, token: 'token' in read ? read.token : '', file: path };
  });
  return { tokens, faults };
}

/** The token in the text of a token file. No problem shows anything of it. */
export function tokenOf(file: FileText): { token: string } | { problem: string } {
  if ('problem' in file) return file;
  const token = file.text.trim();
  if (token === '') return { problem: 'is empty; put a token into it, as from openssl rand -hex 32' };
  if (token.length < MIN_TOKEN_LENGTH) {
    return { problem: `holds fewer than ${MIN_TOKEN_LENGTH} characters; put a longer token into it, as from openssl rand -hex 32` };
  }
  if (!TOKEN_CHARACTERS.test(token)) return { problem: 'holds more than one word; leave only the token in it, without spaces and commas' };
  return { token };
}
