import type { FatigueReport } from '../../contract/index.js';
import { fatigueReport } from '../../incidents/index.js';
import type { Store } from '../../store/index.js';

/** The period of a report where nothing else is said: long enough for a rule to speak several times, short enough for people to remember. */
const DEFAULT_PERIOD_MS = 30 * 86_400_000;

/** The report over the incidents of a store. @throws CodedError STORE_* */
export function storedFatigue(
  { incidents }: Store,
  { sinceMs, untilMs, shiftMs }: { readonly sinceMs: number | null; readonly untilMs: number | null; readonly shiftMs: number },
  nowMs: number,
): FatigueReport {
  const until = untilMs ?? nowMs;
  const since = sinceMs ?? until - DEFAULT_PERIOD_MS;
  return fatigueReport(incidents.between(since, until), { sinceMs: since, untilMs: until, shiftMs });
}
