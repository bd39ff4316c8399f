import type { Season } from '../../contract/index.js';
import { localClock } from '../seasons/local-clock.js';
import { zoneOffsets } from '../seasons/zone-offsets.js';

/** SQL of the local time of a column of milliseconds, as a TIMESTAMP; the times of the column lie in [firstMs, lastMs]. */
export function localTimeSql(time: string, timezone: string, firstMs: number, lastMs: number): string {
  const [first, ...changes] = zoneOffsets(localClock(timezone), firstMs, lastMs);
  const cases = changes.toReversed().map(({ fromMs, offsetMs }) => `WHEN ${time} >= ${fromMs} THEN ${offsetMs}`);
  const offset = cases.length > 0 ? `CASE ${cases.join(' ')} ELSE ${first?.offsetMs ?? 0} END` : String(first?.offsetMs ?? 0);
  return `make_timestamp_ms(${time} + ${offset})`;
}

/** SQL of the bucket of a local time: what bucketAt is in JavaScript. */
export function bucketSql(season: Season, local: string): string {
  const weekday = `(isodow(${local}) - 1)`;
  if (season === 'month') return `(month(${local}) - 1)`;
  if (season === 'hour_of_day') return `hour(${local})`;
  return season === 'day_of_week' ? weekday : `(${weekday} * 24 + hour(${local}))`;
}
