import { closeSync } from 'node:fs';
import type { Candidate } from './file-listing.js';
import { openSeen, statOpen } from './file-stat.js';
import type { LogFile } from './log-file.js';
import { settleContent } from './same-content.js';

/**
 * Brings a known file up to date with what was found under its device and inode. `later`: the name leads to another file by
 * now, the next scan tells where this one is.
 *
 * Errors: those of open(2) and read(2).
 */
export function followFile(file: LogFile, { paths, raw, stat }: Candidate, nowMs: number): 'same' | 'renamed' | 'replaced' | 'later' {
  const hasChanged = file.see(stat, nowMs);
  if (file.isCopy) return hasChanged ? 'replaced' : 'same';
  if (hasChanged) {
    file.isDone = false;
    file.isIdle = false;
  }
  const isKnown = file.isDone || file.isIdle || (file.fd !== null && file.problem === null);
  if (hasChanged || !isKnown) {
    const check = file.fd === null ? reopen(file, raw, nowMs) : settleContent(file, file.fd, statOpen(file.fd));
    if (check !== 'same') return check;
  }
  file.isMissing = false;
  if (paths.includes(file.path)) return 'same';
  file.path = paths[0] ?? file.path;
  file.losesName(nowMs);
  return 'renamed';
}

function reopen(file: LogFile, raw: Candidate['raw'], nowMs: number): 'same' | 'replaced' | 'later' {
  const opened = openSeen(raw, file.key);
  if (!opened) return 'later';
  let isKept = false;
  try {
    file.see(opened.stat, nowMs);
    if (settleContent(file, opened.fd, opened.stat) === 'replaced') return 'replaced';
    isKept = true;
  } finally {
    if (!isKept) closeSync(opened.fd);
  }
  file.attach(opened.fd);
  // Whether it still changes is not known yet.
  file.changedMs = nowMs;
  return 'same';
}
