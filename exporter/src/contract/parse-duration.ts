const DURATION_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/**
 * `250ms`, `30s`, `15m`, `1h`, `7d`, `2w`, `5y` (365 d) to milliseconds; null where it is none of these.
 *
 * Exact to a microsecond: 1.001 * 1000 is 1000.9999999999999, and a window of that length would begin at odd times.
 *
 * @example parseDuration('15m') // 900000
 */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w|y)$/.exec(text.trim());
  return match ? Math.round(Number(match[1]) * (DURATION_MS[match[2] ?? ''] ?? NaN) * 1000) / 1000 : null;
}
