/**
 * A count in groups of three digits.
 * @example grouped(1234567) // '1\u202f234\u202f567'
 */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

const SIZES = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/**
 * A size with three digits or so, in the units of the configuration.
 * @example readableBytes(1870233410) // '1.7 GiB'
 */
export function readableBytes(bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10));
  const size = bytes / 1024 ** step;
  return `${step > 0 && size < 100 ? size.toFixed(1) : Math.round(size)} ${SIZES[step]}`;
}

/**
 * A latency.
 * @example readableSeconds(0.0312) // '31.2 ms'
 */
export function readableSeconds(seconds: number): string {
  return seconds >= 1 ? `${threeDigits(seconds)} s` : `${threeDigits(seconds * 1000)} ms`;
}

function threeDigits(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

const AGES = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/**
 * The time from an instant to another, in its largest unit; nothing is below 0 s.
 * @example readableAge('2026-11-24T10:00:00Z', Date.UTC(2026, 10, 24, 12, 59)) // '2 h'
 */
export function readableAge(time: string, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(time)) / 1000));
  const [unit, size] = AGES.find(([, unitSeconds]) => seconds >= unitSeconds) ?? (['s', 1] as const);
  return `${Math.floor(seconds / size)} ${unit}`;
}
