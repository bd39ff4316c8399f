import type { Severity } from '../rule.js';
import type { Check, Expected } from '../scenario.js';

/** Nothing fires at any of these times. */
export function quiet(...times: readonly string[]): Check[] {
  return times.map((at) => ({ at, fires: [] }));
}

/** One alert fires. */
export function fires(at: string, labels: Readonly<Record<string, string>>, description: string, severity?: Severity): Check {
  const expected: Expected = { labels, description, ...(severity && { severity }) };
  return { at, fires: [expected] };
}
