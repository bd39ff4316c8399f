const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A span of time for people, to one unit.
 *
 * @example spanInWords(5_400_000) // '2 h'
 */
export function spanInWords(ms: number): string {
  if (ms >= 2 * DAY) return `${Math.round(ms / DAY)} days`;
  if (ms >= HOUR) return `${Math.round(ms / HOUR)} h`;
  if (ms >= MINUTE) return `${Math.round(ms / MINUTE)} min`;
  return `${Math.round(ms / 1000)} s`;
}

/**
 * A size for people.
 *
 * @example bytesInWords(3 * 1024 * 1024) // '3 MiB'
 */
export function bytesInWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size < 10 && unit > 0 ? Number(size.toFixed(1)) : Math.round(size)} ${units[unit] ?? ''}`;
}

/**
 * A share as per cent, never rounded to 0 or 100 where it is neither.
 *
 * @example shareInWords(1, 3) // '33 %'
 */
export function shareInWords(part: number, whole: number): string {
  const share = (100 * part) / whole;
  if (part > 0 && share < 1) return 'under 1 %';
  if (part < whole && share > 99) return 'over 99 %';
  return `${Math.round(share)} %`;
}
