import { count, percent } from '../print-number.js';
import type { TextStyle } from '../text-style.js';
import { textTable, type TextCell } from '../text-table.js';
import type { BackfillResult, BackfilledWindow } from './run-backfill.js';

/** The verdicts on history for people: a line for each window, then what was read and what was not. */
export function backfillReport(result: BackfillResult, openmetrics: string | null, style: TextStyle): string {
  const { windows, openWindows, events, rejected, samples, leftOut, droppedSeries } = result;
  const columns = ['window end', 'model', 'version', 'rows', 'drift rate', 'verdict', 'drifted'].map((title) => ({
    title,
    align: title === 'rows' ? ('right' as const) : ('left' as const),
  }));
  const table =
    windows.length > 0
      ? [
          ...textTable(
            columns,
            windows.map((window) => rowOf(window, style)),
          ),
          '',
        ]
      : [];
  const refused = Object.entries(rejected).map(([reason, n]) => `${count(n)} ${reason}`);
  const lines = [
    `${count(events)} events, ${count(windows.length)} closed windows${refused.length > 0 ? `; rejected: ${refused.join(', ')}` : ''}`,
  ];
  if (openWindows > 0) lines.push(`${count(openWindows)} windows have not ended yet and are left out`);
  if (leftOut.length > 0) lines.push(`not read: ${leftOut.join(', ')}`);
  if (droppedSeries > 0) lines.push(`${count(droppedSeries)} series are left out: budget.series is spent`);
  if (openmetrics !== null) {
    lines.push(`${count(samples)} samples in ${openmetrics}`);
    lines.push(`take them over:  promtool tsdb create-blocks-from openmetrics ${openmetrics} DATA-FOLDER-OF-PROMETHEUS`);
  }
  return [...table, ...lines].join('\n');
}

function rowOf({ endMs, model, version, rows, verdict }: BackfilledWindow, style: TextStyle): TextCell[] {
  const head = [new Date(endMs).toISOString(), model, version, count(rows)];
  if (!verdict) return [...head, '-', '-', { text: 'no baseline', paint: style.dim }];
  const { id, drifted, judged, driftedFeatures } = verdict;
  const text = driftedFeatures.join(', ') || (judged > 0 ? 'none' : 'too few rows to judge');
  return [...head, percent(drifted, judged), id, { text, paint: drifted > 0 ? style.red : style.dim }];
}

/** The same for programs. */
export function backfillJson(result: BackfillResult, openmetrics: string | null): object {
  const { windows, openWindows, events, rejected, samples, leftOut, droppedSeries } = result;
  return {
    events,
    rejected,
    windows: windows.map(({ model, version, startMs, endMs, rows, verdict }) => ({
      model,
      version,
      window_start: new Date(startMs).toISOString(),
      window_end: new Date(endMs).toISOString(),
      rows,
      verdict: verdict && {
        id: verdict.id,
        baseline_sha256: verdict.baseline_sha256,
        drift_rate: verdict.drift_rate,
        drifted: verdict.drifted,
        judged: verdict.judged,
        insufficient: verdict.insufficient,
        drifted_features: verdict.driftedFeatures,
      },
    })),
    open_windows: openWindows,
    not_read: leftOut,
    dropped_series: droppedSeries,
    openmetrics,
    samples,
  };
}
