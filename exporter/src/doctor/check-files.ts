import { finding, type Finding } from './findings.js';
import { spanInWords } from './in-words.js';

/** A file that a source follows, or would. */
export interface FollowedFile {
  readonly path: string;
  /** Device and inode: two paths with one identity are one file. */
  readonly identity: string;
  readonly bytes: number;
  readonly writtenMs: number;
  /** Why it cannot be read; null where it can. */
  readonly problem: string | null;
}

/** What is on the disk for one file source. */
export interface SourceFilesFacts {
  readonly source: string;
  readonly patterns: readonly { readonly pattern: string; readonly matches: number; readonly problem: string | null }[];
  /** Matched paths that are folders, pipes and so on, named without a wildcard. */
  readonly oddities: readonly { readonly path: string; readonly what: string }[];
  readonly files: readonly FollowedFile[];
}

/**
 * Age of the newest file of a source from which on it is worth a word.
 * Why a day: a log that is written nightly stays silent. Too low: quiet models are reported every weekend. Nobody needs to change it.
 */
const STALE_MS = 24 * 3_600_000;

/** Whether the files of a source are there, readable and written to. */
export function checkFiles({ source, patterns, oddities, files }: SourceFilesFacts, nowMs: number): Finding[] {
  const findings: Finding[] = [];
  for (const { pattern, matches, problem } of patterns) {
    if (problem !== null) findings.push(finding('source_unreadable', pattern, { problem }));
    else if (matches === 0) findings.push(finding('source_no_file', pattern));
  }
  for (const { path, what } of oddities) findings.push(finding('source_not_a_file', path, { what }));
  for (const { path, problem } of files) if (problem !== null) findings.push(finding('source_unreadable', path, { problem }));
  if (files.length === 0) return findings;
  if (files.every(({ bytes }) => bytes === 0)) findings.push(finding('source_empty', `source ${source}`, { files: files.length }));
  const age = nowMs - Math.max(...files.map(({ writtenMs }) => writtenMs));
  if (age > STALE_MS) findings.push(finding('source_stale', `source ${source}`, { age: spanInWords(age) }));
  return findings;
}

/** Files that more than one source reads, each told once for every further source. */
export function checkSharedFiles(sources: readonly SourceFilesFacts[]): Finding[] {
  const readers = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { source, files } of sources)
    for (const { path, identity } of files) {
      const other = readers.get(identity);
      if (other === undefined) readers.set(identity, source);
      else if (other !== source) findings.push(finding('source_shares_file', path, { other }));
    }
  return findings;
}
