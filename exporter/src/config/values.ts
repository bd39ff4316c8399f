import { z } from 'zod';
import { parseDuration } from '../contract/index.js';
import { parseSize } from './parse-size.js';

/** Longest duration: a century. Beyond it a timer or a date would overflow. */
const LONGEST = '100y';

/**
 * A duration in whole milliseconds.
 *
 * @param least the shortest one that makes sense, as text
 */
export function duration(least = '0s') {
  return z
    .string()
    .transform((text, context) => {
      const ms = inRange(text, parseDuration, { least, most: LONGEST, kind: 'duration' }, context);
      if (!Number.isInteger(ms)) context.addIssue({ code: 'custom', message: 'not a whole number of milliseconds' });
      return ms;
    })
    .meta({
      allowed: `a duration${least === '0s' ? '' : ` of at least ${least}`}, as in ${least.endsWith('ms') ? '250ms, 5s or 1m' : '30s, 15m, 1h or 7d'}`,
    });
}

/** The upper bound of a latency bucket in milliseconds; fractions are allowed, down to a microsecond. */
export function latencyBound() {
  return z
    .string()
    .transform((text, context) => inRange(text, parseDuration, { least: '0.001ms', most: '1d', kind: 'duration' }, context))
    .meta({ allowed: 'a duration above 0, as in 2.5ms, 250ms or 10s' });
}

/** A size in bytes from `least` to `most`. */
export function size({ least, most }: { least: string; most: string }) {
  return z
    .string()
    .transform((text, context) => inRange(text, parseSize, { least, most, kind: 'size' }, context))
    .meta({ allowed: `a size from ${least} to ${most}, as in 512KiB, 64MiB or 1GiB` });
}

interface Range {
  readonly least: string;
  readonly most: string;
  readonly kind: 'duration' | 'size';
}

function inRange(
  text: string,
  parse: (text: string) => number | null,
  { least, most, kind }: Range,
  context: { addIssue(issue: { code: 'custom'; message: string }): void },
): number {
  const value = parse(text);
  if (value === null) context.addIssue({ code: 'custom', message: `no ${kind}` });
  else if (value < (parse(least) ?? 0)) context.addIssue({ code: 'custom', message: `less than ${least}` });
  else if (value > (parse(most) ?? Infinity)) context.addIssue({ code: 'custom', message: `more than ${most}` });
  return value ?? 0;
}

/** A code of ISO 4217, by its form. */
export function currencyCode() {
  return z.string().regex(/^[A-Z]{3}$/);
}

/** A number in [0, 1]. */
export const ratio = z.number().min(0).max(1);

/** A share that leaves room for failure: with 1 the budget is nothing, and any bad request infinitely much of it. */
export function objective() {
  return z.number().gt(0).lt(1);
}

/** A dotted path into a record: `features.age`. */
export const dottedPath = z
  .string()
  .refine((text) => text.split('.').every((part) => part.length > 0), 'a part between the dots is empty')
  .meta({ allowed: 'a dotted path, as in latency_ms or request.latency_ms' });
