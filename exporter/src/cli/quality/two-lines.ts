import { shortNumber } from '../print-number.js';
import { sparkline } from '../sparkline.js';

/** Levels of a block character. */
const LEVELS = 8;

interface DrawnLine {
  readonly name: string;
  /** Null leaves a gap. */
  readonly values: readonly (number | null)[];
}

/**
 * Lines of blocks, one below the other on one scale from the smallest to the largest value of all: only so can they be compared, and a
 * scale from 0 would make every area under a curve a full block.
 *
 * Returns: nothing where no line has a value.
 */
export function twoLines(lines: readonly DrawnLine[]): string[] {
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0) return [];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const level = (value: number | null): number => {
    if (value === null) return NaN;
    return high > low ? 1 + ((LEVELS - 1) * (value - low)) / (high - low) : LEVELS / 2;
  };
  const width = Math.max(...lines.map(({ name }) => name.length));
  const drawn = lines.filter(({ values }) => values.some((value) => value !== null));
  return [
    ...drawn.map(({ name, values }) => `${name.padEnd(width)}  |${sparkline(values.map(level), LEVELS)}|`),
    `${''.padEnd(width)}   from ${shortNumber(low)} (lowest block) to ${shortNumber(high)} (full block)`,
  ];
}
