import type { FieldProfile } from './field-profile.js';
import { comparable, isNamed } from './field-names.js';

export type DurationUnit = 's' | 'ms' | 'us' | 'ns' | 'text';

export interface DurationGuess {
  readonly field: FieldProfile;
  readonly unit: DurationUnit;
  readonly evidence: string;
}

const MOST = 0.5;

/** Units by the end of a name. */
const SUFFIXES: readonly (readonly [RegExp, DurationUnit])[] = [
  [/_(?:ms|millis|milliseconds)$/, 'ms'],
  [/_(?:us|micros|microseconds)$/, 'us'],
  [/_(?:ns|nanos|nanoseconds)$/, 'ns'],
  [/_(?:s|sec|secs|seconds)$/, 's'],
];

/**
 * Units by the size of the median. Why: answers of models take between a tenth of a millisecond and a minute. Below 0.9 a number of
 * milliseconds would be less than one, so these are seconds; a thousand seconds would be a quarter of an hour.
 */
const SIZES: readonly (readonly [number, DurationUnit])[] = [
  [0.9, 's'],
  [20_000, 'ms'],
  [900_000, 'us'],
  [Infinity, 'ns'],
];

/** The field with a latency, or with the time to the first token; null where there is none. */
export function guessDuration(role: 'latency' | 'time_to_first_token', fields: readonly FieldProfile[]): DurationGuess | null {
  const named = fields.filter((field) => isNamed(role, field.name) && field.present > 0);
  const guesses = named.flatMap((field) => guessOf(field));
  return guesses.sort((a, b) => a.field.path.length - b.field.path.length || b.field.present - a.field.present)[0] ?? null;
}

function guessOf(field: FieldProfile): DurationGuess[] {
  const { present, numbers, durations, median } = field;
  if (durations >= present * MOST)
    return [{ field, unit: 'text', evidence: `${durations} of ${present} values are texts with their unit, of the shape 0.0ms` }];
  if (numbers < present * MOST) return [];
  const name = comparable(field.name);
  const bySuffix = SUFFIXES.find(([pattern]) => pattern.test(name))?.[1];
  if (bySuffix) return [{ field, unit: bySuffix, evidence: `${numbers} of ${present} values are numbers; its name says ${bySuffix}` }];
  const bySize = SIZES.find(([below]) => Math.abs(median) < below)?.[1] ?? 'ns';
  return [
    {
      field,
      unit: bySize,
      evidence: `${numbers} of ${present} values are numbers; by their size (median ${sizeOf(median)}) in ${bySize}: check it`,
    },
  ];
}

/** The order of magnitude, no value. */
function sizeOf(value: number): string {
  return value === 0 ? '0' : `about 1e${Math.round(Math.log10(Math.abs(value)))}`;
}
