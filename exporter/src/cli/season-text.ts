import type { SeasonBucket } from '../contract/index.js';
import { count } from './print-number.js';

/** What a window was compared with, in words. */
export function seasonText({ bucket, timezone, rows, fallback }: SeasonBucket): string {
  return `compared with ${bucket} (${timezone}), ${count(rows)} reference rows${fallback === null ? '' : `, because ${fallback}`}`;
}
