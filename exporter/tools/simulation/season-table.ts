import { DEFAULT_EFFECT_THRESHOLD } from '../../src/drift/index.js';
import type { SeasonFigures } from './season-simulation.js';

const HEAD = [
  'series',
  'window',
  'baseline',
  'PSI limit',
  'windows in a row',
  'weeks',
  'weeks alarmed',
  'windows alarmed',
  'holiday weeks alarmed',
  'shift found after',
];

/** The figures as a Markdown table, as they stand in docs/measurements/season.md. */
export function seasonTable(figures: readonly SeasonFigures[]): string {
  const rows = figures.map((f) => [
    f.series,
    `${f.hours} h`,
    f.baseline,
    limitText(f),
    String(f.consecutive),
    String(f.weeks),
    `${f.weeksAlarmed} (${percent(f.weeksAlarmed, f.weeks)})`,
    `${f.windowsAlarmed} of ${f.windowsJudged}`,
    `${f.holidayWeeksAlarmed} of ${f.holidayWeeks}`,
    foundText(f),
  ]);
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function limitText({ auto }: SeasonFigures): string {
  if (auto === null) return DEFAULT_EFFECT_THRESHOLD.toFixed(2);
  const [least, most] = [Math.min(...auto.limits), Math.max(...auto.limits)].map((limit) => limit.toFixed(2));
  const range = least === most ? least : `${least}-${most}`;
  return `${range} (auto, 1/${auto.budgetDays}d${auto.isBudgetMet ? '' : ', cannot be met'})`;
}

function foundText({ foundAfter }: SeasonFigures): string {
  const found = foundAfter.filter((after) => after !== null);
  const missed = foundAfter.length - found.length;
  if (found.length === 0) return 'in no week';
  const [median, worst] = [found[Math.floor((found.length - 1) / 2)], found.at(-1)];
  const windows = `median ${median}, at most ${worst} windows`;
  return missed > 0 ? `${windows}; missed in ${missed} weeks` : windows;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
