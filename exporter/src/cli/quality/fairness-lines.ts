import { intervalText } from '../baseline-quality.js';
import { shortNumber } from '../print-number.js';
import type { TextStyle } from '../text-style.js';
import { textTable, type TextColumn } from '../text-table.js';
import type { MeasuredChunk } from './compare-quality.js';
import { printable } from './printable.js';
import { startText } from './quality-report.js';

const COLUMNS: readonly TextColumn[] = [
  { title: 'start', align: 'left' },
  { title: 'attribute', align: 'left' },
  { title: 'gap', align: 'right' },
  { title: '', align: 'left' },
  { title: 'groups', align: 'left' },
];
/** Groups named in a line; the others are counted. */
const GROUPS_SHOWN = 4;

/** The gaps between groups, where some were asked for. */
export function fairnessLines(chunks: readonly MeasuredChunk[], style: TextStyle): string[] {
  const rows = chunks.flatMap(({ start, fairness }) =>
    fairness.map((gap) => {
      const judged = gap.groups.filter(({ is_judged }) => is_judged);
      const small = gap.groups.length - judged.length;
      const shown = judged.slice(0, GROUPS_SHOWN).map(({ group, value }) => `${printable(group)} ${shortNumber(value)}`);
      const hidden = judged.length - shown.length;
      const others = [...(hidden > 0 ? [`${hidden} more`] : []), ...(small > 0 ? [`${small} too small`] : [])];
      return [startText(start), gap.attribute, shortNumber(gap.gap), intervalText(gap), [...shown, ...others].join('  ')];
    }),
  );
  if (rows.length === 0) return [];
  return ['', style.bold('gaps between groups'), ...textTable(COLUMNS, rows)];
}
