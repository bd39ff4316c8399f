import type { FatigueReport, RuleFatigue } from '../../contract/index.js';
import { percent } from '../print-number.js';
import type { TextStyle } from '../text-style.js';
import { textTable } from '../text-table.js';

const TITLES = ['rule', 'incidents', 'reopens', 'flapping', 'never acknowledged', 'verdicts', 'precision', 'median'];

/** The report for people: shifts, a line for each rule, then what could be changed and why. */
export function fatigueText(report: FatigueReport, style: TextStyle): string {
  const { since, until, incidents, shifts, flapping, never_acknowledged, rules, suggestions } = report;
  if (incidents === 0) return `no incident began from ${since} to ${until}`;
  const worst = shifts.worst === null ? '' : `, at most ${shifts.most_pages} (shift of ${shifts.worst})`;
  const columns = TITLES.map((title, i) => ({ title, align: i === 0 ? ('left' as const) : ('right' as const) }));
  return [
    ...textTable(columns, rules.map(rowOf)),
    '',
    `${since} to ${until}: ${incidents} incidents, ${flapping} of them flapping, ${never_acknowledged} never acknowledged`,
    `${shifts.pages} pages in ${shifts.count} shifts of ${shifts.hours} h: ${shifts.mean_pages.toFixed(2)} a shift${worst}; ${shifts.overloaded} shifts overloaded`,
    ...(suggestions.length > 0 ? ['', style.bold('What could be changed')] : []),
    ...suggestions.flatMap(({ advice, alertname, severity, text, evidence }) => [
      `${advice}: ${alertname} (${severity}): ${text}`,
      style.dim(`  ${evidence.join(', ')}`),
    ]),
  ].join('\n');
}

function rowOf(rule: RuleFatigue): string[] {
  const said = rule.true_positives + rule.false_positives;
  const bounds =
    rule.precision_lower === null || rule.precision_upper === null ? '' : ` (${interval(rule.precision_lower, rule.precision_upper)})`;
  return [
    `${rule.alertname} (${rule.severity})`,
    String(rule.incidents),
    String(rule.reopens),
    String(rule.flapping),
    String(rule.never_acknowledged),
    String(said),
    said === 0 ? '-' : `${percent(rule.true_positives, said)}${bounds}`,
    rule.median_seconds === null ? '-' : `${(rule.median_seconds / 60).toFixed(0)}m`,
  ];
}

function interval(lower: number, upper: number): string {
  return `${(100 * lower).toFixed(0)} to ${(100 * upper).toFixed(0)} %`;
}
