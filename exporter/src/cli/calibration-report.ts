import type { CalibrationSection } from '../baseline/index.js';
import { durationText } from './duration-text.js';
import { count, shortNumber } from './print-number.js';
import type { TextStyle } from './text-style.js';
import { textTable, type TextColumn } from './text-table.js';

/** Height of the drawn course, in lines; half of them lie above the threshold. */
const HEIGHT = 8;
/** What the top of the drawing stands for, in thresholds; more is cut. */
const TOP = 2;
/** Thresholds that are printed; the rest is counted. */
const THRESHOLDS_SHOWN = 12;
const THRESHOLD_COLUMNS: readonly TextColumn[] = [
  { title: 'feature', align: 'left' },
  { title: 'threshold', align: 'right' },
];

/** One sentence: what the replay says of the budget. */
export function calibrationSummary(section: CalibrationSection): string {
  const { windows, window_ms, season, is_budget_met, budget, alarming } = section;
  const like = season ? ` by ${season}` : '';
  const replayed = `replayed ${count(windows)} windows of ${durationText(window_ms)}${like}: ${expectation(section.expected)}`;
  const allowed = `the budget is ${shortNumber(budget.max)} in ${durationText(budget.per_ms)}`;
  if (is_budget_met) return `${replayed}; ${allowed}`;
  const who = alarming.slice(0, 3).map(({ feature, windows: n }) => `${feature} in ${count(n)} windows`);
  const because = who.length > 0 ? `; most alarms: ${who.join(', ')}` : '; the windows are too few to promise it';
  return `${replayed}; ${allowed}, and it CANNOT be met with thresholds up to the cap${because}`;
}

/** The calibration of a baseline for people: the promise, the course of the replay, the thresholds. */
export function calibrationLines(section: CalibrationSection, style: TextStyle): string[] {
  const { thresholds, block_windows, replayed_alarms, settings, course, rows_without_time } = section;
  const sorted = Object.entries(thresholds).sort((a, b) => b[1] - a[1]);
  const more = sorted.length - THRESHOLDS_SHOWN;
  return [
    style.bold('calibration'),
    section.is_budget_met ? calibrationSummary(section) : style.red(calibrationSummary(section)),
    `${replayed_alarms} alarms in the replay itself; neighbours were left out in blocks of ${block_windows} windows; ` +
      `at least ${settings.min_samples} values, ${settings.consecutive} window(s) in a row` +
      (rows_without_time > 0 ? `; ${count(rows_without_time)} rows without a time are in no window` : ''),
    '',
    ...courseDrawing(course.largest, style),
    style.dim(
      `largest effect / threshold in every ${course.piece_windows === 1 ? 'window' : `${course.piece_windows} windows`}, in order of time; an alarm is what reaches the line`,
    ),
    '',
    ...textTable(
      THRESHOLD_COLUMNS,
      sorted.slice(0, THRESHOLDS_SHOWN).map(([feature, threshold]) => [feature, shortNumber(threshold)]),
    ),
    ...(more > 0 ? [style.dim(`and ${more} more, none above ${shortNumber(sorted[THRESHOLDS_SHOWN]?.[1] ?? null)}`)] : []),
  ];
}

function expectation({ per_week, lower, upper, how }: CalibrationSection['expected']): string {
  return `${shortNumber(per_week)} false alarms a week are expected (${shortNumber(lower)} to ${shortNumber(upper)}, ${how})`;
}

/**
 * A bar a piece, from the bottom, with the threshold as a line across half the height.
 *
 * @example courseDrawing([0.5, 1.2, null], style) // lines of '  2 |' to '  0 |'
 */
function courseDrawing(largest: readonly (number | null)[], style: TextStyle): string[] {
  const threshold = HEIGHT / TOP;
  return Array.from({ length: HEIGHT }, (_, line) => {
    const level = HEIGHT - line;
    const cells = largest.map((value) => {
      // What is an alarm shows above the line, however little it is.
      const filled =
        value === null ? 0 : value < 1 ? Math.min(threshold, value * threshold) : Math.max(threshold + 1 / 8, value * threshold);
      const block = blockOf(filled - level + 1);
      if (level === threshold + 1 && block === ' ') return '_';
      return level > threshold && block !== ' ' ? style.red(block) : block;
    });
    const label = level === HEIGHT ? String(TOP) : level === threshold + 1 ? '1' : level === 1 ? '0' : '';
    return `${label.padStart(3)} |${cells.join('')}`.trimEnd();
  });
}

function blockOf(part: number): string {
  const blocks = [...' ▁▂▃▄▅▆▇█'];
  return blocks[Math.max(0, Math.min(8, Math.round(part * 8)))] as string;
}
