import { timeOfNumber, timeOfText, utcMs, zoneMs } from '../event-time.js';
import { ABSENT_NULL, ABSENT_OTHER, type TimeUnit } from '../format.js';
import { skipString, skipValue } from './byte-walk.js';
import { NumberReader } from '../number-reader.js';

const QUOTE = 34;
const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const UPPER_T = 84;
const UPPER_Z = 90;
const LOWER_N = 110;

/** Four newlines: no word of a line is equal to it. */
const NO_WORD = 0x0a0a0a0a;

/**
 * Reads event times from bytes, each exactly as event-time.ts reads the value that JSON.parse gives.
 *
 * `YYYY-MM-DDThh:mm:ss` with a fraction and a zone `Z` or `+hh:mm`, or without, is read in place, and most records come in the
 * same minute as the one before, so that minute is kept as bytes. All other texts are made into strings for timeOfText.
 * Reference: timeOfText and timeOfNumber; compared in time-reader.test.ts.
 * Gained: 17 ns a time instead of 190 ns by way of a string (Node 20.20, one core).
 */
export class TimeReader {
  /** Offset behind the value read last; -1 when it was no JSON value. */
  end = -1;
  /** Why the time read last is NaN. */
  absent = ABSENT_OTHER;
  readonly #unit: TimeUnit;
  readonly #numbers = new NumberReader();
  /** The bytes `YYYY-MM-DDThh:mm` of the last time that was read in place, and its milliseconds. */
  #word0 = NO_WORD;
  #word1 = NO_WORD;
  #word2 = NO_WORD;
  #word3 = NO_WORD;
  #minuteMs = NaN;

  constructor(unit: TimeUnit) {
    this.#unit = unit;
  }

  /**
   * Milliseconds since 1970 of the value at b[p], or NaN. `v` views the bytes of `b`.
   *
   * @param maxDepth brackets that the value may open at once, should it be none
   */
  read(b: Buffer, v: DataView, p: number, maxDepth: number): number {
    const first = b[p] as number;
    if (first === QUOTE) return this.#text(b, v, p + 1);
    this.absent = first === LOWER_N ? ABSENT_NULL : ABSENT_OTHER;
    if (first === MINUS || (first - ZERO) >>> 0 < 10) {
      const value = this.#numbers.read(b, p);
      this.end = this.#numbers.end;
      return timeOfNumber(value, this.#unit);
    }
    this.end = skipValue(b, p, maxDepth);
    return NaN;
  }

  #text(b: Buffer, v: DataView, p: number): number {
    this.absent = ABSENT_OTHER;
    const isSameMinute =
      v.getInt32(p, true) === this.#word0 &&
      v.getInt32(p + 4, true) === this.#word1 &&
      v.getInt32(p + 8, true) === this.#word2 &&
      v.getInt32(p + 12, true) === this.#word3;
    if (!isSameMinute && !this.#readMinute(b, v, p)) return this.#bySlowPath(b, p);
    const second = twoDigits(b, p + 17);
    if (b[p + 16] !== COLON || second < 0 || second > 59) return this.#bySlowPath(b, p);
    let q = p + 19;
    let ms = 0;
    if (b[q] === DOT || b[q] === COMMA) {
      const from = ++q;
      for (let unit = 100, digit = 0; (digit = (b[q] as number) - ZERO) >>> 0 < 10; q++, unit = (unit / 10) | 0) ms += digit * unit;
      if (q === from) return this.#bySlowPath(b, p);
    }
    let ahead = 0;
    const zone = b[q];
    if (zone === UPPER_Z) q++;
    else if (zone === PLUS || zone === MINUS) {
      const hour = twoDigits(b, q + 1);
      const minute = twoDigits(b, q + 4);
      if (hour < 0 || minute < 0 || b[q + 3] !== COLON) return this.#bySlowPath(b, p);
      ahead = zoneMs(zone === MINUS ? -1 : 1, hour, minute);
      q += 6;
    }
    if (b[q] !== QUOTE) return this.#bySlowPath(b, p);
    this.end = q + 1;
    return this.#minuteMs + second * 1000 + ms - ahead;
  }

  /** Reads `YYYY-MM-DDThh:mm` and keeps it; false when the bytes are something else. */
  #readMinute(b: Buffer, v: DataView, p: number): boolean {
    const century = twoDigits(b, p);
    const year = century < 0 ? -1 : twoDigits(b, p + 2);
    const month = year < 0 ? -1 : twoDigits(b, p + 5);
    const day = month < 0 ? -1 : twoDigits(b, p + 8);
    const hour = day < 0 ? -1 : twoDigits(b, p + 11);
    const minute = hour < 0 ? -1 : twoDigits(b, p + 14);
    if (minute < 0 || b[p + 4] !== MINUS || b[p + 7] !== MINUS || b[p + 13] !== COLON) return false;
    if (b[p + 10] !== UPPER_T && b[p + 10] !== SPACE) return false;
    const ms = utcMs(century * 100 + year, month, day, hour, minute, 0);
    if (ms !== ms) return false;
    this.#minuteMs = ms;
    this.#word0 = v.getInt32(p, true);
    this.#word1 = v.getInt32(p + 4, true);
    this.#word2 = v.getInt32(p + 8, true);
    this.#word3 = v.getInt32(p + 12, true);
    return true;
  }

  #bySlowPath(b: Buffer, p: number): number {
    this.end = skipString(b, p);
    if (this.end < 0) return NaN;
    return timeOfText(JSON.parse(b.toString('utf8', p - 1, this.end)) as string);
  }
}

/** Two digits at b[p] as a number, or -1. Never looks behind a byte that is no digit. */
function twoDigits(b: Buffer, p: number): number {
  const tens = (b[p] as number) - ZERO;
  if (tens >>> 0 > 9) return -1;
  const ones = (b[p + 1] as number) - ZERO;
  return ones >>> 0 > 9 ? -1 : tens * 10 + ones;
}
