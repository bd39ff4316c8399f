const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/**
 * Milliseconds in the largest unit that divides them, as a configuration writes them.
 *
 * @example durationText(5_400_000) // '90m'
 */
export function durationText(ms: number): string {
  const [unit, length] = UNITS.find(([, size]) => ms % size === 0) ?? ['ms', 1];
  return `${ms / length}${unit}`;
}
