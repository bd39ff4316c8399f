import { BUCKET_LEVELS, poolOfCover, type SeasonsSection } from '../baseline/index.js';
import type { SeasonLevel } from '../contract/index.js';
import { DEFAULT_MIN_SAMPLES } from '../drift/index.js';
import { count } from './print-number.js';
import { sparkline } from './sparkline.js';
import type { TextStyle } from './text-style.js';

const HOURS = 24;
/** How often the ruler over the hours has a mark. */
const MARK_EVERY = 6;
const WIDER: Readonly<Partial<Record<SeasonLevel, string>>> = {
  hour_of_day_type: 'the hour from Monday to Friday or at the weekend',
  hour_of_day: 'the hour of all days',
  day_type: 'Monday to Friday or the weekend',
  all: 'all rows',
};

/** How a reference is divided by season: rows a bucket as a small heat map, and which buckets are too small to stand for themselves. */
export function seasonReport(seasons: SeasonsSection, style: TextStyle): string[] {
  const { season, timezone, rows, days } = seasons;
  return [
    style.bold(`season: ${season} (${timezone})`),
    `${rows.length} buckets of ${range(rows)} rows, from ${range(days)} days each`,
    ...heatMap(seasons),
    '',
    ...fallbacks(seasons),
  ];
}

function heatMap({ season, rows }: SeasonsSection): string[] {
  const label = BUCKET_LEVELS[season][0]?.label ?? String;
  const most = Math.max(...rows);
  if (season !== 'hour_of_week' && season !== 'hour_of_day') {
    return ['', ...rows.map((n, bucket) => `${label(bucket)}  ${sparkline([n], most)}  ${count(n)}`)];
  }
  const ruler = Array.from({ length: HOURS / MARK_EVERY }, (_, i) =>
    String(i * MARK_EVERY)
      .padStart(2, '0')
      .padEnd(MARK_EVERY),
  ).join('');
  const lines = Array.from({ length: rows.length / HOURS }, (_, day) => rows.slice(day * HOURS, (day + 1) * HOURS));
  const name = (day: number): string => (season === 'hour_of_week' ? label(day * HOURS).slice(0, 3) : 'all');
  return ['', `     ${ruler}`.trimEnd(), ...lines.map((hours, day) => `${name(day)} |${sparkline(hours, most)}|`)];
}

/** For windows that lie in one bucket; a longer one may stand on several buckets together. */
function fallbacks(seasons: SeasonsSection): string[] {
  const levels = new Map<SeasonLevel, string[]>();
  const label = BUCKET_LEVELS[seasons.season][0]?.label ?? String;
  seasons.rows.forEach((_, bucket) => {
    const { level } = poolOfCover(seasons, new Map([[bucket, 1]]), DEFAULT_MIN_SAMPLES).bucket;
    levels.set(level, [...(levels.get(level) ?? []), label(bucket)]);
  });
  const own = levels.get(seasons.season)?.length ?? 0;
  const lines = [`a window within one bucket, with drift.min_samples ${DEFAULT_MIN_SAMPLES}, is compared with`];
  lines.push(`  that bucket: ${own} of ${seasons.rows.length}`);
  for (const [level, names] of levels) {
    if (level !== seasons.season) lines.push(`  ${WIDER[level] ?? level}: ${names.length} (${named(names)})`);
  }
  return lines;
}

/** How many names a line holds. */
const NAMES_SHOWN = 6;

function named(names: readonly string[]): string {
  const hidden = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(', ') + (hidden > 0 ? `, and ${hidden} more` : '');
}

function range(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? count(least) : `${count(least)} to ${count(most)}`;
}
