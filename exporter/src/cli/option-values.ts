import { InvalidArgumentError } from 'commander';
import { SEASONS, type Season } from '../contract/index.js';

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

/** The name of a season. */
export function seasonName(text: string): Season {
  const season = SEASONS.find((name) => name === text);
  if (season) return season;
  throw new InvalidArgumentError(`one of ${SEASONS.join(', ')} is required`);
}
