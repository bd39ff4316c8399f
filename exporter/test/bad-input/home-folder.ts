import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder with the configuration and everything else of one exporter. */
export interface HomeFolder {
  readonly path: string;
  at(name: string): string;
  /** Writes a file, and the folders it lies in; returns its path. */
  write(name: string, content: string | Buffer): string;
  /** Writes aiops.yaml, from an object or as the text that it is. A port that is free is added to an object. */
  configure(config: string | Readonly<Record<string, unknown>>): string;
  remove(): void;
}

export function makeHomeFolder(): HomeFolder {
  const path = mkdtempSync(join(tmpdir(), 'aiops-bad-input-'));
  const at = (name: string): string => join(path, name);
  const write = (name: string, content: string | Buffer): string => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
    return at(name);
  };
  return {
    path,
    at,
    write,
    // JSON is YAML.
    configure: (config) =>
      write('aiops.yaml', typeof config === 'string' ? config : JSON.stringify({ server: { listen: '127.0.0.1:0' }, ...config }, null, 1)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
