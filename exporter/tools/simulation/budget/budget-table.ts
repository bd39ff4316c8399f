import { RHO, type BudgetSetting } from './budget-setting.js';
import type { BudgetFigures } from './simulate-budget.js';

const WORDS: Readonly<Record<BudgetSetting['variation'], (swing: number) => string>> = {
  iid: () => 'independent rows',
  ar_rows: () => `rows AR(1), rho ${RHO}`,
  ar_windows: (swing) => `window means AR(1), rho ${RHO}, sd ${swing}`,
  daily: (swing) => `daily season, amplitude ${swing} sd`,
  weekly: (swing) => `weekly season, amplitude ${swing} sd`,
};

const HEAD = [
  'undisturbed model',
  'features',
  'rows a window',
  'reference',
  'model-months',
  'false alarms a month',
  'expected by the build',
  'builds that say "cannot be met"',
  'fitted threshold (median)',
  'false alarms a month at 0.1',
];

/** The head of the Markdown table that stands in docs/measurements/false-alarm-budget.md. */
export function budgetHead(): string {
  return [HEAD, HEAD.map(() => '---')].map(line).join('\n');
}

/** Its row of one setting. */
export function budgetRow(f: BudgetFigures): string {
  return line([
    WORDS[f.setting.variation](f.setting.swing),
    String(f.setting.features),
    String(f.setting.rows),
    `${f.setting.weeks} weeks`,
    String(f.months),
    `${f.alarms.toFixed(2)} ± ${f.error.toFixed(2)}`,
    f.expected.toFixed(2),
    `${(100 * f.unmet).toFixed(0)} %`,
    f.threshold.toFixed(2),
    f.alarmsAtFloor.toFixed(1),
  ]);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
