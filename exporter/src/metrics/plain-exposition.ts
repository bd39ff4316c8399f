import type { ExpositionFormat } from './exposition-format.js';
import { familyHead, type FamilyFacts } from './family-head.js';
import { escapeLabelValue } from './label-escaping.js';
import { printNumber } from './print-number.js';

/** One line. `name` differs from the family's for the parts of a histogram. NaN = the line is left out. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PlainFamily {
  readonly family: FamilyFacts;
  readonly samples: readonly Sample[];
}

/** A sample line up to its value; what the fast serialiser keeps. */
export function samplePrefix(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabelValue(value)}"`);
  return pairs.length > 0 ? `${name}{${pairs.join(',')}} ` : `${name} `;
}

/**
 * Prints families the plain way: everything anew at each call. Used for the few dozen process families, and as the
 * referee of HotExposition. Families without a present sample are left out. The end of an OpenMetrics text (`# EOF`)
 * is the caller's, because only the caller knows what follows.
 */
export function plainExposition(families: readonly PlainFamily[], format: ExpositionFormat): string {
  let text = '';
  for (const { family, samples } of families) {
    const present = samples.filter((sample) => !Number.isNaN(sample.value));
    if (present.length === 0) continue;
    text += familyHead(family, format);
    for (const { name, labels, value } of present) text += `${samplePrefix(name, labels)}${printNumber(value)}\n`;
  }
  return text;
}
