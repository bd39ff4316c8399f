import { isObject, parseRecord, type RecordLimits } from './parse-record.js';

const NEWLINE = 10;

/** The keys of the features objects in buffer[start, end) and the kind that their first value suggests; broken records are passed over. */
export function discoverFeatures(
  buffer: Buffer,
  start: number,
  end: number,
  featuresAt: readonly string[],
  limits: RecordLimits,
): Map<string, 'numeric' | 'categorical'> {
  const found = new Map<string, 'numeric' | 'categorical'>();
  for (let at = start; at < end;) {
    const newline = buffer.indexOf(NEWLINE, at);
    const to = newline < 0 || newline > end ? end : newline;
    const parsed = parseRecord(buffer, at, to, limits);
    at = to + 1;
    if (parsed === 'blank' || 'reason' in parsed) continue;
    let features: unknown = parsed.record;
    for (const key of featuresAt) features = isObject(features) && Object.hasOwn(features, key) ? features[key] : undefined;
    if (!isObject(features)) continue;
    for (const [key, value] of Object.entries(features)) {
      if (value !== null && typeof value !== 'object' && !found.has(key))
        found.set(key, typeof value === 'number' ? 'numeric' : 'categorical');
    }
  }
  return found;
}
