import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { stat } from 'node:fs/promises';
import type { Baseline } from '../artefact.js';
import { baselineError } from '../errors.js';
import { parseBaseline } from '../parse-baseline.js';
import { formatBaseline } from '../seal.js';

/** Reads an artefact. Errors: BASELINE_FILE_MISSING, BASELINE_NOT_A_FILE, and those of parseBaseline. */
export async function loadBaseline(path: string): Promise<Baseline> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EISDIR') throw baselineError('BASELINE_NOT_A_FILE', { path }, cause);
    throw baselineError('BASELINE_FILE_MISSING', { path, reason: cause.code ?? 'unknown' }, cause);
  });
  return parseBaseline(text, path);
}

/**
 * Writes an artefact: whole or not at all, by a temporary file beside it.
 *
 * @param existing what to do with a file of that name: `keep` refuses, `replace` overwrites
 * Errors: BASELINE_FILE_EXISTS, BASELINE_NOT_WRITTEN.
 */
export async function saveBaseline(path: string, baseline: Baseline, existing: 'keep' | 'replace'): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, formatBaseline(baseline), { flag: 'wx' });
    if (existing === 'replace') await rename(temporary, path);
    // A link, unlike a rename, fails when the name is taken, also when it was taken a moment ago.
    else await link(temporary, path);
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw baselineError('BASELINE_FILE_EXISTS', { path }, cause);
    throw baselineError('BASELINE_NOT_WRITTEN', { path, reason: code }, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Refuses early, before minutes of reading: the file that `saveBaseline` would not replace. Errors: BASELINE_FILE_EXISTS. */
export async function refuseExisting(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found) throw baselineError('BASELINE_FILE_EXISTS', { path });
}
