import { InvalidArgumentError, Option } from 'commander';
import { parseDuration, SEASONS, type Season } from '../contract/index.js';

/** `A,B` -> ['A', 'B']; names keep inner spaces. */
export function nameList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('names are separated by single commas, for example income,age');
  return names;
}

/** A whole number of at least 1. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('a whole number of at least 1 is required');
  return value;
}

/** A number above 0 and below 1. */
export function openRatio(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1)) throw new InvalidArgumentError('a number above 0 and below 1 is required');
  return value;
}

/** Any finite number. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('a number is required');
  return value;
}

/** A number of at least 0. */
export function atLeastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && Number.isFinite(value))) throw new InvalidArgumentError('a number of at least 0 is required');
  return value;
}

/** `1h` -> milliseconds, at least a second. */
export function windowLength(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms < 1000 || !Number.isInteger(ms)) throw new InvalidArgumentError('a duration of at least 1s is required, as in 1h');
  return ms;
}

/** `1/30d` -> one in 30 days. */
export function alarmBudget(text: string): { readonly max: number; readonly perMs: number } {
  const [count = '', per = '', ...more] = text.split('/');
  const max = Number(count);
  const perMs = parseDuration(per);
  if (
    more.length > 0 ||
    count.trim() === '' ||
    !(max > 0 && Number.isFinite(max)) ||
    perMs === null ||
    perMs < 1 ||
    !Number.isInteger(perMs)
  )
    throw new InvalidArgumentError('a number of alarms and a time are required, as in 1/30d');
  return { max, perMs };
}

/** The name of a season. */
export function seasonName(text: string): Season {
  const season = SEASONS.find((name) => name === text);
  if (season) return season;
  throw new InvalidArgumentError(`one of ${SEASONS.join(', ')} is required`);
}

/** `2026-11-01` or `2026-11-01T10:00:00Z` -> milliseconds. */
export function instant(text: string): number {
  const ms = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw new InvalidArgumentError('a time as in 2026-11-01 or 2026-11-01T10:00:00Z is required');
  return ms;
}

/** The address of a program. */
export function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('an address is required, for example http://127.0.0.1:9090');
  return text;
}

/** An option for a duration, whose help shows the default as people write it: 1m, and not 60000. */
export function durationOption(flags: string, description: string, parse: (text: string) => number, standard: string): Option {
  return new Option(flags, description).argParser(parse).default(parse(standard), standard);
}
