import type { Season } from '../../contract/index.js';
import { baselineError } from '../errors.js';

/** Lengths of a period, by the letter the command line and pandas use. Weeks begin on Monday; all are in UTC. */
export const CHUNK_PERIODS = { H: 'hour', D: 'day', W: 'week', M: 'month', Q: 'quarter', Y: 'year' } as const;

export type ChunkPeriod = keyof typeof CHUNK_PERIODS;

/**
 * How a file is cut: every n rows (the last chunk may be shorter), by calendar period, by a length of time counted from 1970, by the bucket
 * of a season, or by a category.
 */
export type Chunk =
  | AskedChunk
  /** And again at the lines of a grid, also counted from 1970. */
  | { readonly kind: 'length'; readonly ms: number; readonly grid?: number }
  /** By the value of a wanted categorical column: its place among the names, or behind them. */
  | { readonly kind: 'category'; readonly column: string; readonly names: readonly string[] }
  | { readonly kind: 'season'; readonly season: Season; readonly timezone: string };

/** What a person can ask for. */
export type AskedChunk = { readonly kind: 'rows'; readonly rows: number } | { readonly kind: 'period'; readonly period: ChunkPeriod };

/** Reads `5000` or `M`. Errors: BASELINE_CHUNK. */
export function parseChunk(text: string): AskedChunk {
  if (Object.hasOwn(CHUNK_PERIODS, text)) return { kind: 'period', period: text as ChunkPeriod };
  if (/^[1-9]\d{0,14}$/.test(text)) return { kind: 'rows', rows: Number(text) };
  throw baselineError('BASELINE_CHUNK', { known: Object.keys(CHUNK_PERIODS).join(', '), found: text });
}

/** End of the period that starts at a time, in milliseconds. */
export function periodEnd(startMs: number, period: ChunkPeriod): number {
  const start = new Date(startMs);
  const step = { H: 0, D: 1, W: 7, M: 0, Q: 0, Y: 0 }[period];
  const months = { H: 0, D: 0, W: 0, M: 1, Q: 3, Y: 12 }[period];
  const hours = period === 'H' ? 1 : 0;
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate() + step, start.getUTCHours() + hours);
}
