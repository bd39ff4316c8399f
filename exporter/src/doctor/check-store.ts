import { finding, type Finding } from './findings.js';
import { bytesInWords } from './in-words.js';

/** The folder of the store. */
export interface StoreFacts {
  readonly folder: string;
  /** Free for this user, on the disk of the folder or of its nearest parent that is there; null where it cannot be told. */
  readonly freeBytes: number | null;
  /** Why the folder, or its parent, cannot be written; null where it can. */
  readonly notWritable: string | null;
  /** What is wrong with its content; null where nothing is, or where there is none yet. */
  readonly damage: { readonly problem: string; readonly advice: string } | null;
  /** Who holds it, in words; null where nobody does. */
  readonly holder: string | null;
}

/**
 * Free bytes below which the next commits will fail.
 * Why 64 MiB: the write-ahead log may grow to 64 MiB before it is folded into the database.
 */
const FULL_BYTES = 64 * 1024 * 1024;
/** Free bytes below which it is time to act: a day of windows of a hundred models is some 100 MiB. */
const LOW_BYTES = 512 * 1024 * 1024;

/** Whether the store can be written, is whole and is held by the exporter that answers. */
export function checkStore(
  { folder, freeBytes, notWritable, damage, holder }: StoreFacts,
  exporter: { address: string; isThere: boolean },
): Finding[] {
  const findings: Finding[] = [];
  if (notWritable !== null) findings.push(finding('store_not_writable', folder, { problem: notWritable }));
  if (freeBytes !== null && freeBytes < LOW_BYTES)
    findings.push(finding(freeBytes < FULL_BYTES ? 'store_disk_full' : 'store_disk_low', folder, { free: bytesInWords(freeBytes) }));
  if (damage) findings.push(finding('store_damaged', folder, damage));
  if (holder !== null && !exporter.isThere) findings.push(finding('store_in_use', folder, { holder, address: exporter.address }));
  return findings;
}
