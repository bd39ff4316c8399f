import { mulberry32, normals, type Random } from './seeded-random.js';
import { joined, type RowsOfWindow } from './seasonal-rows.js';
import type { SeasonSeries, SeriesWeek } from './season-simulation.js';

const HOUR_MS = 3_600_000;
const SLOT_MS = HOUR_MS / 2;
const WEEK_MS = 168 * HOUR_MS;
/** The first Monday behind the holiday of 4 July. */
const START_MS = Date.UTC(2014, 6, 7);
const TRAINING_WEEKS = 8;
/** As many as there are taxi zones in New York. */
const ZONES = 260;
/** Spread of the logarithm of a zone's share: the busiest zones have some tens of times the rides of the quiet ones. */
const ZONE_SPREAD = 1;
/** One request is logged of so many rides. */
const SAMPLED = 100;

/** The windows that the benchmark labels as anomalies (combined_windows.json), to the minute. */
const LABELLED = [
  ['2014-10-30T15:30Z', '2014-11-03T22:30Z'],
  ['2014-11-25T12:00Z', '2014-11-29T19:00Z'],
  ['2014-12-23T11:30Z', '2014-12-27T18:30Z'],
  ['2014-12-29T21:30Z', '2015-01-03T04:30Z'],
  ['2015-01-24T20:30Z', '2015-01-29T03:30Z'],
].map(([from = '', to = '']) => [Date.parse(from), Date.parse(to)] as const);

/** Federal holidays that the benchmark does not label: the calendar disturbs them, and everybody knows before. */
const HOLIDAYS = ['2014-09-01', '2014-10-13', '2014-11-11', '2015-01-19'].map((day) => Date.parse(day));

/**
 * nyc_taxi as a feature of a model: one row for each hundredth ride, with the rides of the last half hour in the zone where it begins. The
 * sum over the zones is the series; how it is divided among them is drawn (log-normal shares, Poisson counts), because the series does not say.
 *
 * @param csv the file of the benchmark; @param hours length of a window
 */
export function taxiRequests(csv: string, hours: number, seed: number): SeasonSeries {
  const slots = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => ({ ms: Date.parse(`${line.slice(0, 19).replace(' ', 'T')}Z`), rides: Number(line.slice(20)) }));
  const random = mulberry32(seed);
  const normal = normals(random);
  const drawn = Array.from({ length: ZONES }, () => Math.exp(ZONE_SPREAD * normal()));
  const total = drawn.reduce((sum, x) => sum + x, 0);
  const shares = drawn.map((x) => x / total);
  const rows = slots.map(({ rides }) => requestsOf(rides, shares, random, normal));
  const indexOf = (ms: number): number => Math.round((ms - (slots[0]?.ms ?? 0)) / SLOT_MS);
  const windows = (fromMs: number, lengthMs: number): RowsOfWindow[] =>
    Array.from({ length: WEEK_MS / lengthMs }, (_, i) => {
      const startMs = fromMs + i * lengthMs;
      return {
        startMs,
        endMs: startMs + lengthMs,
        values: { zone_rides: joined(rows.slice(indexOf(startMs), indexOf(startMs + lengthMs))) },
      };
    });
  const endMs = (slots.at(-1)?.ms ?? 0) + SLOT_MS;
  const starts: number[] = [];
  for (let ms = START_MS; ms + WEEK_MS <= endMs; ms += WEEK_MS) starts.push(ms);
  const unlabelled = starts.filter((ms) => !LABELLED.some(([from, to]) => ms <= to && ms + WEEK_MS > from));
  return {
    name: 'nyc_taxi as a feature',
    hours,
    minSamples: 500,
    training: unlabelled.slice(0, TRAINING_WEEKS).map((ms) => windows(ms, HOUR_MS)),
    weeks: unlabelled.slice(TRAINING_WEEKS).map((ms): SeriesWeek => ({
      isHoliday: HOLIDAYS.some((day) => day >= ms && day < ms + WEEK_MS),
      windows: () => windows(ms, hours * HOUR_MS),
    })),
    shift: 'rides counted 1.5 times',
    shifted: ({ zone_rides }) => ({ zone_rides: (zone_rides as Float64Array).map((x) => 1.5 * x) }),
  };
}

/** The same with a baseline that is built anew for each later week, from the weeks just before it: one series a week. */
export function taxiByRecentWeeks(csv: string, hours: number, seed: number): SeasonSeries[] {
  const series = taxiRequests(csv, hours, seed);
  const later = taxiRequests(csv, 1, seed).weeks.map((week) => week.windows());
  const known = [...series.training, ...later];
  return series.weeks.map((week, i) => ({
    ...series,
    name: `${series.name}, baseline of the ${TRAINING_WEEKS} weeks before`,
    training: known.slice(i, i + TRAINING_WEEKS),
    weeks: [week],
  }));
}

/** The feature of the requests of a half hour. A Poisson count of its mean is drawn as the rounded normal with that mean and variance. */
function requestsOf(rides: number, shares: readonly number[], random: Random, normal: Random): Float64Array {
  const zones = shares.map((share) => Math.max(0, Math.round(share * rides + Math.sqrt(share * rides) * normal())));
  return Float64Array.from({ length: Math.round(rides / SAMPLED) }, () => {
    let left = random();
    let zone = 0;
    while (zone < shares.length - 1 && (left -= shares[zone] as number) >= 0) zone++;
    return zones[zone] as number;
  });
}
