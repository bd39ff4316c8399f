import { timeOfNumber, timeOfText } from '../formats/index.js';
import type { TimeGuess } from './guess-time.js';

export interface WindowGuess {
  readonly window: '15m' | '1h' | '6h' | '1d' | '7d';
  readonly evidence: string;
}

const MINUTE = 60_000;
const WINDOWS = [
  ['15m', 15 * MINUTE],
  ['1h', 60 * MINUTE],
  ['6h', 360 * MINUTE],
  ['1d', 1440 * MINUTE],
  ['7d', 10_080 * MINUTE],
] as const;

/** Windows begin with an hour: shorter ones see the noise of minutes. */
const SHORTEST = 1;
/** Records that a rate can be told from. */
const ENOUGH = 50;
/** Usual traffic should bring twice what a verdict takes, so that a quiet hour is judged, too. */
const ROOM = 2;

/** The shortest usual window that holds enough records for a verdict. */
export function usualWindow(
  records: readonly Readonly<Record<string, unknown>>[],
  time: TimeGuess | null,
  minSamples: number,
): WindowGuess {
  const times = time === null ? [] : records.map((record) => timeAt(record, time)).filter((ms) => !Number.isNaN(ms));
  const span = times.reduce((max, ms) => Math.max(max, ms), -Infinity) - times.reduce((min, ms) => Math.min(min, ms), Infinity);
  if (times.length < ENOUGH || !(span > 0)) return { window: '1h', evidence: `too few records (${times.length}) to tell the traffic` };
  const perMs = times.length / span;
  const hourly = Math.round(perMs * 60 * MINUTE);
  const found = WINDOWS.slice(SHORTEST).find(([, ms]) => perMs * ms >= minSamples * ROOM);
  const evidence = `about ${hourly} records an hour; a verdict takes ${minSamples} in a window`;
  return found ? { window: found[0], evidence } : { window: '7d', evidence: `${evidence}: even a week may hold too few` };
}

function timeAt(record: Readonly<Record<string, unknown>>, { field, unit }: TimeGuess): number {
  const value = field.path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined),
    record,
  );
  if (typeof value === 'string') return timeOfText(value);
  return typeof value === 'number' ? timeOfNumber(value, unit ?? 'auto') : NaN;
}
