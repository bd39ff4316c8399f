import type { RejectReason } from '../../contract/index.js';
import { HotExposition } from '../../metrics/index.js';
import { SourceFamilies } from '../families/source-families.js';
import { SourceCounters } from '../source-counters.js';
import type { SourceCourse } from './source-course.js';
import type { ShowMoment } from './version-history.js';

/**
 * Plays the course of one source: what a scrape at every step would have seen of it, had each record been read when it was made.
 *
 * @param untilMs where the whole history ends: a source that fell silent before is seen to be silent
 */
export function playSource(source: string, course: SourceCourse, stepMs: number, untilMs: number, show: ShowMoment): void {
  const numbers = [...course.steps.keys()];
  if (numbers.length === 0) return;
  const exposition = new HotExposition();
  const families = new SourceFamilies(exposition, source, 'inference');
  const counters = new SourceCounters();
  // How many bytes a step had is not known; absent is not 0.
  counters.bytes = NaN;
  const first = numbers.reduce((a, b) => Math.min(a, b));
  // Counters begin at 0 where the history begins, so that the first step is an increase like any other.
  for (let number = first - 1; (number + 1) * stepMs <= untilMs; number++) {
    const step = course.steps.get(number);
    if (step) {
      counters.events += step.events;
      for (const [reason, count] of Object.entries(step.rejected) as [RejectReason, number][]) counters.rejected[reason] += count;
      // Within a step it is known to a step only; never later than it was.
      if (step.events > 0) counters.newestMs = Math.max(counters.newestMs, number * stepMs);
    }
    for (const [model, sinceMs] of course.models) if (sinceMs < (number + 1) * stepMs) counters.models.add(model);
    families.refresh(counters);
    show((number + 1) * stepMs, exposition.families('openmetrics'));
  }
}
