import type { FairnessGap, QualitySettings } from '../../contract/index.js';
import { Z95 } from '../../statistics/index.js';
import { simultaneousZ } from '../intervals/simultaneous-z.js';
import { taskMeasures, type TaskMeasures } from '../measures/task-measures.js';
import type { Groups, PredictionRows } from '../performance/prediction-rows.js';
import { pickRows } from '../performance/slice-rows.js';
import { measureOf } from '../measures/measure.js';
import { gapInterval } from './gap-interval.js';

/**
 * How differently a model treats groups of people: for each attribute of settings.fairness the deciding metric by group, and the largest
 * difference between two groups with its interval.
 *
 * Guard:   groups with fewer than min_samples labelled rows are shown with what they have, and not compared.
 * Returns: one entry for each attribute that the rows have groups of, in the order of the settings; its gap is null where fewer than two
 *          groups can be compared. Rows without a group are left out. Groups by name.
 * Source:  the gap is the difference of the extreme groups; see gapInterval for its bounds.
 */
export function fairnessGaps(rows: PredictionRows, settings: QualitySettings): FairnessGap[] {
  return settings.fairness.flatMap((attribute) => {
    const groups = rows.groups.find((one) => one.attribute === attribute);
    return groups ? [gapOf(rows, groups, settings)] : [];
  });
}

interface Group {
  readonly name: string;
  readonly measured: TaskMeasures;
}

function gapOf(rows: PredictionRows, { attribute, codes, names }: Groups, settings: QualitySettings): FairnessGap {
  const { metric, min_samples } = settings;
  const groups = names
    .map((name, code): Group => {
      const at = Int32Array.from(codes.keys()).filter((i) => codes[i] === code);
      return { name, measured: taskMeasures(pickRows(rows, at), settings) };
    })
    .filter(({ measured }) => measured.labelled > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const measureOfGroup = ({ measured }: Group, z: number) => measured.measures(z, [metric])[0] ?? measureOf(metric, null, 0);
  const shown = groups.map((group) => {
    const measure = measureOfGroup(group, Z95);
    return { ...measure, group: group.name, is_judged: group.measured.labelled >= min_samples && measure.lower !== null };
  });
  const judged = groups.filter((_, i) => shown[i]?.is_judged);
  const z = simultaneousZ(Math.max(1, (judged.length * (judged.length - 1)) / 2));
  const gap = gapInterval(judged.map((group) => measureOfGroup(group, z)));
  return { attribute, metric, gap: gap?.value ?? null, lower: gap?.lower ?? null, upper: gap?.upper ?? null, groups: shown };
}
