import { localClock } from './local-clock.js';
import { zoneOffsets } from './zone-offsets.js';

const HOUR_MS = 3_600_000;

/**
 * Length of the longest pieces that windows can be cut into so that each piece lies in one bucket of every season.
 *
 * Formula: the greatest common divisor of the window, an hour, and the offsets of the zone within [fromMs, toMs]: buckets begin at full local hours.
 * Unit:    milliseconds; an hour for windows of whole hours in most zones, half an hour in India.
 * Errors:  BASELINE_TIMEZONE.
 */
export function cellLength(windowMs: number, timezone: string, fromMs: number, toMs: number): number {
  const offsets = zoneOffsets(localClock(timezone), fromMs, toMs).map(({ offsetMs }) => Math.abs(offsetMs));
  return [windowMs, ...offsets].reduce(greatestCommonDivisor, HOUR_MS);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
