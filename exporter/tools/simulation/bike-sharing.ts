import { mulberry32, normals, type Random } from './seeded-random.js';
import type { RowsOfWindow } from './seasonal-rows.js';
import type { SeasonSeries, SeriesWeek } from './season-simulation.js';

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
const DAY_HOURS = 24;
/** A Monday. */
const START_MS = Date.UTC(2026, 0, 5);

export interface BikeOptions {
  readonly trainingWeeks: number;
  readonly weeks: number;
  readonly seed: number;
  /** Adds the temperature of the hour, which follows the weather and the year and not the week. */
  readonly hasWeather: boolean;
}

/**
 * Requests to a model of a bike-sharing service, by hour: 600 at night to 2500 in the rush hours. The length of a trip, the share of members and
 * the bikes left at the station follow the hour of the week. Beside that every day and every hour has a luck of its own, so that rows of one
 * hour are not independent: 5 % of the length of trips, and about 3 points of the share of members.
 */
export function bikeSharing({ trainingWeeks, weeks, seed, hasWeather }: BikeOptions): SeasonSeries {
  const random = mulberry32(seed);
  const normal = normals(random);
  const weather = weatherOf(normal);
  const week = (index: number): RowsOfWindow[] => {
    const day = Array.from({ length: WEEK_HOURS / DAY_HOURS }, normal);
    return Array.from({ length: WEEK_HOURS }, (_, hour) => {
      const startMs = START_MS + (index * WEEK_HOURS + hour) * HOUR_MS;
      const rows = hourOf(hour, day[Math.floor(hour / DAY_HOURS)] as number, random, normal);
      const degrees = weather(startMs);
      const values = hasWeather ? { ...rows, temperature: rows.trip_minutes.map(() => degrees + normal()) } : rows;
      return { startMs, endMs: startMs + HOUR_MS, values };
    });
  };
  return {
    name: hasWeather ? 'bike sharing, generated, with the temperature as a feature' : 'bike sharing, generated',
    hours: 1,
    minSamples: 500,
    training: Array.from({ length: trainingWeeks }, (_, i) => week(i)),
    weeks: Array.from({ length: weeks }, (_, i): SeriesWeek => ({ isHoliday: false, windows: () => week(trainingWeeks + i) })),
    shift: 'trips 1.4 times as long',
    shifted: (values) => ({ ...values, trip_minutes: (values['trip_minutes'] as Float64Array).map((x) => 1.4 * x) }),
  };
}

function hourOf(
  hourOfWeek: number,
  dayLuck: number,
  random: Random,
  normal: Random,
): Record<'trip_minutes' | 'is_member' | 'bikes_left', Float64Array> {
  const hour = hourOfWeek % DAY_HOURS;
  const isWeekend = hourOfWeek >= 5 * DAY_HOURS;
  const peak = (at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2));
  const commute = isWeekend ? 0 : peak(8, 1.5) + peak(17.5, 2);
  const leisure = peak(14.5, 4) * (isWeekend ? 1.2 : 0.5);
  const rows = Math.round((600 + 1600 * Math.min(1.2, commute + leisure)) * Math.exp(0.1 * normal()));
  const minutes = Math.log(9 - 2 * Math.min(1, commute) + 9 * leisure) + 0.05 * dayLuck + 0.03 * normal();
  const member = 1 / (1 + Math.exp(-(0.8 + 1.6 * commute - 1.3 * leisure + 0.15 * normal())));
  const left = 9 - 5 * Math.min(1, commute) + 3 * leisure;
  return {
    trip_minutes: Float64Array.from({ length: rows }, () => Math.exp(minutes + 0.7 * normal())),
    is_member: Float64Array.from({ length: rows }, () => (random() < member ? 1 : 0)),
    bikes_left: Float64Array.from({ length: rows }, () => Math.max(0, Math.round(left + 3 * normal()))),
  };
}

/** Degrees: the year, the day, and weather that lasts some days. */
function weatherOf(normal: Random): (ms: number) => number {
  let lasting = 0;
  return (ms) => {
    const hours = (ms - START_MS) / HOUR_MS;
    lasting = 0.98 * lasting + 0.7 * normal();
    return 11 - 9 * Math.cos((2 * Math.PI * hours) / (365 * DAY_HOURS)) - 4 * Math.cos((2 * Math.PI * (hours - 2)) / DAY_HOURS) + lasting;
  };
}
