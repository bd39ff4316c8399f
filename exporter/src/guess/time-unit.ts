export type EpochUnit = 's' | 'ms' | 'us' | 'ns';

/** Seconds of 2001 and of 2100: no other number that stands in most records lies between them in any unit, save ids. */
const FIRST_SECOND = 978_307_200;
const LAST_SECOND = 4_102_444_800;

const PER_SECOND: readonly (readonly [EpochUnit, number])[] = [
  ['s', 1],
  ['ms', 1e3],
  ['us', 1e6],
  ['ns', 1e9],
];

/**
 * The unit in which a number is a time between 2001 and 2100; null where it is none.
 *
 * @example epochUnitOf(1795420800000) // 'ms'
 */
export function epochUnitOf(value: number): EpochUnit | null {
  return PER_SECOND.find(([, factor]) => value >= FIRST_SECOND * factor && value < LAST_SECOND * factor)?.[0] ?? null;
}
