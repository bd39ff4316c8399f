import { resolve } from 'node:path';
import type { HmacConfig } from './config.js';
import { faultAt, type Fault } from './fault.js';
import { textOf } from './file-text.js';
import type { ConfigInput } from './schema.js';
import { MIN_TOKEN_LENGTH } from './server-schema.js';
import type { YamlFile } from './yaml-file.js';

/** The secret that notifications are signed with; null where the configuration names none. */
export function readHmac(
  { incidents: { hmac } }: ConfigInput,
  yaml: YamlFile,
  folder: string,
  readFile: (path: string) => string,
): { hmac: HmacConfig | null; faults: Fault[] } {
  if (!hmac) return { hmac: null, faults: [] };
  const file = resolve(folder, hmac.secret_file);
  const read = textOf(file, readFile);
  const secret = 'text' in read ? read.text.trim() : '';
  const tooShort = `holds fewer than ${MIN_TOKEN_LENGTH} characters; put a secret into it, as from openssl rand -hex 32`;
  const problem = 'problem' in read ? read.problem : secret.length < MIN_TOKEN_LENGTH ? tooShort : null;
  if (problem !== null)
    return { hmac: null, faults: [faultAt(yaml, ['incidents', 'hmac', 'secret_file'], `names a file that ${problem}`)] };
  const { header, timestamp_header, max_age } = hmac;
  const timestampHeader = timestamp_header?.toLowerCase() ?? null;
  return { hmac: { secret, file, header: header.toLowerCase(), timestampHeader, maxAgeMs: max_age }, faults: [] };
}
