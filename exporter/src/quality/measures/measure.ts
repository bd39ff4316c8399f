import type { Measure } from '../../contract/index.js';
import type { Interval } from '../intervals/interval.js';

/** A measure by name; one that is not defined for its rows has neither value nor bounds. */
export function measureOf(metric: string, interval: Interval | null, n: number): Measure {
  return { metric, value: interval?.value ?? null, lower: interval?.lower ?? null, upper: interval?.upper ?? null, n };
}

/** The measures of a task by name, over a view of its rows; z sets how wide the intervals are. */
export type MeasureTable<View> = Readonly<Record<string, (view: View, z: number) => Measure>>;
