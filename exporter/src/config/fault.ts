import { keyPath, offsetOf, type Path, type YamlFile } from './yaml-file.js';

/** One thing that is wrong with a configuration, and where it stands. */
export interface Fault {
  readonly offset: number;
  readonly text: string;
}

/**
 * A fault of one key.
 *
 * @param text what was found, what is allowed and what to do; the key is put before it
 * @param at where to point: to the value, or to the key when it should not be there at all
 */
export function faultAt(yaml: YamlFile, path: Path, text: string, at: 'key' | 'value' = 'value'): Fault {
  const key = keyPath(path);
  return { offset: offsetOf(yaml, path, at), text: `${key === '' ? 'the file' : key} ${text}` };
}

/** `aiops.yaml:12:9: sources[0].format …`, in the order of the file, each once. */
export function faultLines({ file, lines }: YamlFile, faults: readonly Fault[]): string[] {
  const sorted = [...faults].sort((a, b) => a.offset - b.offset);
  const texts = sorted.map(({ offset, text }) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${text}`;
  });
  return [...new Set(texts)];
}
