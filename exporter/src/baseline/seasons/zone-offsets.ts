import type { LocalClock } from './local-clock.js';

const DAY_MS = 86_400_000;

/** From when on the local clock is how far ahead of UTC; negative behind it. */
export interface ZoneOffset {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/**
 * The offsets of a zone within [fromMs, toMs], ascending; the first one holds from `fromMs` on.
 *
 * A zone changes its clocks a few times a year: with the moments at which it does, any number of rows can be placed without asking the
 * clock for each. Two changes within a day, which undo each other, are not found; no zone has had them since 1970.
 */
export function zoneOffsets(clock: LocalClock, fromMs: number, toMs: number): ZoneOffset[] {
  const offsetAt = (ms: number): number => clock(ms) - ms;
  const found: ZoneOffset[] = [{ fromMs, offsetMs: offsetAt(fromMs) }];
  for (let day = fromMs; day < toMs; day += DAY_MS) {
    const [before, after] = [offsetAt(day), offsetAt(Math.min(day + DAY_MS, toMs))];
    if (before === after) continue;
    let [low, high] = [day, Math.min(day + DAY_MS, toMs)];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ fromMs: high, offsetMs: after });
  }
  return found;
}
