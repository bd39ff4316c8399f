import { baselineError } from '../errors.js';

/** What the clock on the wall says, as if it were UTC: milliseconds whose getUTC… parts are the local ones. */
export type LocalClock = (ms: number) => number;

/** Names only: a fixed offset such as +02:00 is wrong for half of the year where clocks change. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/**
 * The clock of a time zone. Where an hour comes twice (clocks go back) both are that hour; where one is left out nothing has its time.
 *
 * Errors: BASELINE_TIMEZONE for a zone that is not known.
 * @example localClock('Europe/Berlin')(Date.UTC(2026, 6, 1, 12)) // Date.UTC(2026, 6, 1, 14)
 */
export function localClock(timezone: string): LocalClock {
  if (timezone === 'UTC') return (ms) => ms;
  const format = formatOf(timezone);
  return (ms) => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(ms)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (ms - Math.floor(ms / 1000) * 1000);
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = 'numeric';
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric, hourCycle: 'h23' } as const;
  try {
    if (ZONE_NAME.test(timeZone)) return new Intl.DateTimeFormat('en-US', { timeZone, ...parts });
  } catch {
    // RangeError: not in the database of this runtime.
  }
  throw baselineError('BASELINE_TIMEZONE', { found: timeZone });
}
