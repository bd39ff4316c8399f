import { localClock } from './local-clock.js';
import { zoneOffsets } from './zone-offsets.js';

const HOUR_MS = 3_600_000;

/**
 * A grid of times, counted from 1970, such that no bucket of any season begins between two of its lines.
 *
 * Formula: the greatest common divisor of an hour and the offsets of the zone within [fromMs, toMs]: buckets begin at full local hours.
 * Unit:    milliseconds; an hour in most zones, half an hour in India.
 * Errors:  BASELINE_TIMEZONE.
 */
export function bucketGrid(timezone: string, fromMs: number, toMs: number): number {
  const offsets = zoneOffsets(localClock(timezone), fromMs, toMs).map(({ offsetMs }) => Math.abs(offsetMs));
  return offsets.reduce((a, b) => greatestCommonDivisor(a, b), HOUR_MS);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
