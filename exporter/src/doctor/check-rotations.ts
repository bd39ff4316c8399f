import { finding, type Finding } from './findings.js';
import { bytesInWords } from './in-words.js';

/** What lies around the files of one source, and what the store remembers of files that are gone. */
export interface RotationFacts {
  /** Files in the folders of the source that begin like a file of it, but are neither matched nor found as its rotation. */
  readonly uncaught: readonly { readonly path: string; readonly beside: string }[];
  /** Numbers of name.1, name.2 and so on, by the path that they are rotations of. */
  readonly numbered: ReadonlyMap<string, readonly number[]>;
  /** Files that the store remembers, that were not read to their end, and that are no longer there under any name. */
  readonly lost: readonly { readonly path: string; readonly unreadBytes: number }[];
}

/** Compressions that logrotate and others write, by extension; gzip is read. */
const COMPRESSIONS: Readonly<Record<string, string>> = {
  bz2: 'bzip2',
  xz: 'xz',
  zst: 'zstd',
  lz4: 'lz4',
  zip: 'zip',
  Z: 'compress',
};

/** Whether rotation loses records: what is not caught, what was removed, and what cannot be read. */
export function checkRotations({ uncaught, numbered, lost }: RotationFacts): Finding[] {
  const findings = uncaught.map(({ path, beside }) => {
    const kind = COMPRESSIONS[path.slice(path.lastIndexOf('.') + 1)];
    return kind === undefined
      ? finding('rotation_not_caught', path, { pattern: `${beside}*` })
      : finding('rotation_unreadable', path, { kind });
  });
  for (const [path, numbers] of numbered) findings.push(...gapsOf(path, numbers));
  for (const { path, unreadBytes } of lost) findings.push(finding('rotation_lost', path, { bytes: bytesInWords(unreadBytes) }));
  return findings;
}

/** Rotations count up without gaps, from 1 (logrotate's start 0 as well): a gap was removed by hand, or failed to be moved. */
function gapsOf(path: string, numbers: readonly number[]): Finding[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const from = sorted[0] ?? 0;
  const to = sorted.at(-1) ?? 0;
  const missing = to - from + 1 - sorted.length;
  return missing > 0 ? [finding('rotation_gap', path, { from, to, missing })] : [];
}
