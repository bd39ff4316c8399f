import { sep } from 'node:path';

/** Endings that writers give to files they have not finished: Hadoop, rsync, curl, browsers, editors. */
const UNFINISHED = /(\.(tmp|temp|part|partial|inprogress|crdownload|swp|_COPYING_)|~)$/i;

/**
 * Whether a path below the folder belongs to a writer at work: a name that begins with `.` or `_` (as `_temporary/` and
 * `_SUCCESS`: what Hadoop, Spark and Hive hide), or ends as unfinished files do.
 *
 * @example isTemporaryName('_temporary/0/part-0.parquet') // true
 */
export function isTemporaryName(relativePath: string): boolean {
  return relativePath.split(sep).some((name) => /^[._]/.test(name) || UNFINISHED.test(name));
}
