import type { TimeUnit } from '../events/index.js';

/**
 * Where `auto` changes unit, by magnitude: below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds, else
 * nanoseconds.
 * Why:       each unit then covers 1973 to 5138, and a time of today is a factor 50 away from every border.
 * Change it: never; name the unit in the configuration (`time: { path, unit }`) where the log holds times before 1973.
 * Pinned by: event-time.test.ts
 */
const AUTO_UNITS = [
  [1e11, 's'],
  [1e14, 'ms'],
  [1e17, 'us'],
  [Infinity, 'ns'],
] as const;

/** Largest time, in milliseconds from 1970, that a Date can hold (ECMA-262, 21.4.1.1). */
const MAX_MS = 8.64e15;

/**
 * Milliseconds since 1970 of an ISO 8601 text, or NaN when it is none.
 *
 * Accepts: `YYYY-MM-DD`, and with `T`, `t` or a space: `hh:mm`, `hh:mm:ss`, a fraction after `.` or `,`, and a zone `Z`, `z`,
 *          `+hh`, `+hhmm` or `+hh:mm`. Without a zone it is UTC. Digits beyond milliseconds are cut off, as Date.parse does.
 * Refuses: days that the month does not have, hour 24, second 60, week dates, the basic format (20261123T080000Z), and
 *          everything else that Date.parse would guess at in the zone of the machine.
 * @example timeOfText('2026-11-23T09:00:00.25+01:00') // 1795420800250
 */
export function timeOfText(text: string): number {
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  if (text[4] !== '-' || text[7] !== '-') return NaN;
  if (text.length === 10) return utcMs(year, month, day, 0, 0, 0);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  if (!/[Tt ]/.test(text.charAt(10)) || text[13] !== ':') return NaN;
  let at = 16;
  let second = 0;
  let ms = 0;
  if (text[at] === ':') {
    second = digitsAt(text, at + 1, 2);
    at += 3;
    if (text[at] === '.' || text[at] === ',') {
      if (!isDigit(text.charCodeAt(++at))) return NaN;
      for (let unit = 100; isDigit(text.charCodeAt(at)); at++, unit = Math.floor(unit / 10)) ms += unit * (text.charCodeAt(at) - 48);
    }
  }
  return utcMs(year, month, day, hour, minute, second) + ms - zoneOf(text.slice(at));
}

/** Milliseconds that a zone designator is ahead of UTC; NaN when it is none. */
function zoneOf(zone: string): number {
  if (zone === '' || zone === 'Z' || zone === 'z') return 0;
  if (zone[0] !== '+' && zone[0] !== '-') return NaN;
  const sign = zone[0] === '-' ? -1 : 1;
  if (zone.length === 3) return zoneMs(sign, digitsAt(zone, 1, 2), 0);
  const hasColon = zone[3] === ':';
  return zone.length === (hasColon ? 6 : 5) ? zoneMs(sign, digitsAt(zone, 1, 2), digitsAt(zone, hasColon ? 4 : 3, 2)) : NaN;
}

/** The number that `count` digits at text[at] make; NaN when one is no digit. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const code = text.charCodeAt(i);
    value = isDigit(code) ? value * 10 + code - 48 : NaN;
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/**
 * Milliseconds since 1970 of an epoch number, or NaN when no Date could hold it.
 *
 * Unit: as given; `auto` goes by magnitude (AUTO_UNITS). Fractions are kept.
 * @example timeOfNumber(1795420800, 'auto') // 1795420800000
 */
export function timeOfNumber(value: number, unit: TimeUnit): number {
  const size = Math.abs(value);
  const known = unit === 'auto' ? (AUTO_UNITS.find(([below]) => size < below)?.[1] ?? 'ns') : unit;
  const ms = toMs(value, known);
  return Math.abs(ms) <= MAX_MS ? ms : NaN;
}

/** Divides where it can: `value * 1e-3` would round twice and miss whole milliseconds. */
function toMs(value: number, unit: Exclude<TimeUnit, 'auto'>): number {
  if (unit === 's') return value * 1e3;
  if (unit === 'us') return value / 1e3;
  return unit === 'ns' ? value / 1e6 : value;
}

/** Milliseconds since 1970 of a time of day in UTC, or NaN when there is no such day or time, or a part of it is NaN. Years 0 to 9999. */
export function utcMs(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return NaN;
  return (daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * 1000;
}

/** Milliseconds that a zone is ahead of UTC, or NaN when there is no such zone. */
export function zoneMs(sign: 1 | -1, hour: number, minute: number): number {
  return hour <= 23 && minute <= 59 ? sign * (hour * 60 + minute) * 60_000 : NaN;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the proleptic Gregorian calendar. Source: Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
function daysSince1970(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is the last one.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
