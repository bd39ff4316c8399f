import { z } from 'zod';
import { parseDuration, parseSize } from './quantities.js';

/** A duration in milliseconds, at least `leastMs`. */
export function duration(leastMs = 0) {
  return z.string('expected a duration such as 30s, 15m, 1h, 7d or 250ms').transform((text, context) => {
    const ms = parseDuration(text);
    if (ms === null) context.addIssue({ code: 'custom', message: 'is not a duration; write it like 30s, 15m, 1h, 7d or 250ms' });
    else if (ms < leastMs) context.addIssue({ code: 'custom', message: `is too short; at least ${leastMs} ms are needed` });
    return ms ?? 0;
  });
}

/** A size in bytes. */
export function size() {
  return z.string('expected a size such as 64MiB, 512KiB or 1GiB').transform((text, context) => {
    const bytes = parseSize(text);
    if (bytes === null || bytes <= 0) context.addIssue({ code: 'custom', message: 'is not a size; write it like 64MiB, 512KiB or 1GiB' });
    return bytes ?? 0;
  });
}

/** A number in [0, 1]. */
export const ratio = z.number().min(0).max(1);

/** A dotted path into a record: `features.age`. */
export const dottedPath = z
  .string('expected a dotted path such as request.latency_ms')
  .min(1, 'is empty; name a field such as latency_ms')
  .refine((text) => text.split('.').every((part) => part.length > 0), 'has an empty part between dots');
