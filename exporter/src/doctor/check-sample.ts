import { finding, type Finding } from './findings.js';
import { shareInWords, spanInWords } from './in-words.js';

/** The newest records of one file, as the exporter would read them. */
export interface SampleFacts {
  readonly path: string;
  readonly format: string;
  readonly records: number;
  /** Records that are not accepted, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Newest event time, also of records that lie too far in the future; null where there is none. */
  readonly newestMs: number | null;
  readonly writtenMs: number;
  /** Why the file cannot be read in this format at all; null where it can. */
  readonly unreadable: { readonly problem: string; readonly advice: string } | null;
}

/**
 * Share of rejected records from which on the format does not fit.
 * Why a tenth: broken lines of a crash or of a debug print are single ones; a map that does not fit rejects whole kinds of records.
 * Below it, down to a single record, it is a warning from one in a hundred on.
 */
const UNFIT_RATIO = 0.1;
const UNTIDY_RATIO = 0.01;

/** Clocks that are this far apart are nothing to talk about; the default of sources.*.clock_skew. */
const CLOCK_PATIENCE_MS = 5 * 60_000;
/** A log is written at most this much after its events, where the writer does not collect a whole batch; zones differ by up to 14 hours. */
const BEHIND_MS = 24 * 3_600_000;

/** Whether the format and the map fit the log. */
export function checkFormat({ path, format, records, rejected, unreadable }: SampleFacts): Finding[] {
  if (unreadable) return [finding('format_unreadable', path, { format, ...unreadable })];
  // Records in the future are a matter of clocks.
  const { clock_skew: _, ...others } = rejected;
  const counts = Object.entries(others).filter(([, count]) => count > 0);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (records === 0 || total / records < UNTIDY_RATIO) return [];
  const reasons = counts
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');
  const code = total / records >= UNFIT_RATIO ? 'format_rejects' : 'format_some_rejects';
  return [finding(code, path, { rejected: total, records, reasons })];
}

/** Whether event times, the times of the files and the clock of this machine go together. */
export function checkClock({ path, records, rejected, newestMs, writtenMs }: SampleFacts, nowMs: number): Finding[] {
  const findings: Finding[] = [];
  if (writtenMs - nowMs > CLOCK_PATIENCE_MS) findings.push(finding('clock_file_future', path, { ahead: spanInWords(writtenMs - nowMs) }));
  const early = rejected['clock_skew'] ?? 0;
  if (early > 0 && newestMs !== null)
    findings.push(finding('clock_future_events', path, { share: shareInWords(early, records), ahead: spanInWords(newestMs - nowMs) }));
  if (newestMs !== null && writtenMs - newestMs > BEHIND_MS)
    findings.push(finding('clock_past_events', path, { behind: spanInWords(writtenMs - newestMs) }));
  return findings;
}
