import { resolve } from 'node:path';
import type { TlsConfig } from './config.js';
import { faultAt, type Fault } from './fault.js';
import { textOf } from './file-text.js';
import type { ConfigInput } from './schema.js';
import { tlsPairOf } from './tls-pair.js';
import type { YamlFile } from './yaml-file.js';

/**
 * Certificate and key of the server, from the files that the configuration names; null when it names none.
 *
 * @param folder of the configuration, which paths are relative to
 */
export function readTls(
  { server }: ConfigInput,
  yaml: YamlFile,
  folder: string,
  readFile: (path: string) => string,
): { tls: TlsConfig | null; faults: Fault[] } {
  if (!server.tls) return { tls: null, faults: [] };
  const certFile = resolve(folder, server.tls.cert_file);
  const keyFile = resolve(folder, server.tls.key_file);
  const pair = tlsPairOf(textOf(certFile, readFile), textOf(keyFile, readFile));
  if (!('problem' in pair)) return { tls: { ...pair, certFile, keyFile }, faults: [] };
  return { tls: null, faults: [faultAt(yaml, ['server', 'tls', pair.at], `names a file that ${pair.problem}`)] };
}
