import type { Measure } from '../../contract/index.js';
import { intervalText, limitsText } from '../baseline-quality.js';
import { count, shortNumber } from '../print-number.js';
import type { TextStyle } from '../text-style.js';
import { textTable, type TextCell, type TextColumn } from '../text-table.js';
import type { MeasuredChunk, QualityComparison } from './compare-quality.js';
import { fairnessLines } from './fairness-lines.js';
import { segmentLines } from './segment-lines.js';
import { twoLines } from './two-lines.js';

const CHUNK_COLUMNS: readonly TextColumn[] = [
  { title: 'start', align: 'left' },
  { title: 'rows', align: 'right' },
  { title: 'labelled', align: 'right' },
  { title: 'with labels', align: 'right' },
  { title: '', align: 'left' },
  { title: 'estimated', align: 'right' },
  { title: '', align: 'left' },
  { title: 'verdict', align: 'left' },
  { title: 'alert', align: 'left' },
];
const METRIC_COLUMNS: readonly TextColumn[] = [
  { title: 'metric', align: 'left' },
  { title: 'reference', align: 'right' },
  { title: 'thresholds', align: 'left' },
  { title: 'alerts with labels', align: 'right' },
  { title: 'alerts estimated', align: 'right' },
];

/** The answer for people: the deciding metric chunk by chunk, a drawing of it, and what the other metrics say. */
export function qualityReport(comparison: QualityComparison, style: TextStyle): string {
  const { settings, reference, chunks, rowsWithoutTime, isTaskGuessed } = comparison;
  const { metric, task } = settings;
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const lines = [
    `${count(rows)} rows against ${count(reference.rows)} labelled ${task === 'ranking' ? 'lists' : 'rows'} of reference: ${task}${isTaskGuessed ? ' (told from the labels; --task says otherwise)' : ''}`,
    '',
    style.bold(metric),
    ...textTable(
      CHUNK_COLUMNS,
      chunks.map((chunk) => chunkRow(chunk, comparison, style)),
    ),
    '',
    ...drawing(comparison),
    '',
    style.bold('all metrics'),
    ...textTable(METRIC_COLUMNS, metricRows(comparison)),
    ...fairnessLines(chunks, style),
    ...segmentLines(comparison, style),
  ];
  if (rowsWithoutTime > 0) lines.push('', `${count(rowsWithoutTime)} rows without a time are in no chunk`);
  const degraded = chunks.filter(({ state }) => state === 'degraded').length;
  const open = chunks.filter(({ state }) => state === 'insufficient').length;
  lines.push('', style.bold(`${degraded} of ${chunks.length} chunks are degraded${open > 0 ? `; ${open} without a verdict` : ''}`));
  return [...lines, '', ...meaning(comparison).map(style.dim)].join('\n');
}

function chunkRow(chunk: MeasuredChunk, { settings: { metric } }: QualityComparison, style: TextStyle): TextCell[] {
  const [measure, estimate] = [measureOf(chunk.measures, metric), measureOf(chunk.estimated, metric)];
  const isDegraded = chunk.state === 'degraded';
  const alerts = [
    ...(chunk.alerts.measured.includes(metric) ? ['with labels'] : []),
    ...(chunk.alerts.estimated.includes(metric) ? ['estimated'] : []),
  ];
  return [
    startText(chunk.start),
    count(chunk.rows),
    count(chunk.labelled),
    shortNumber(measure?.value ?? null),
    measure ? intervalText(measure) : '-',
    shortNumber(estimate?.value ?? null),
    estimate ? intervalText(estimate) : '-',
    { text: chunk.state, paint: isDegraded ? style.red : chunk.state === 'kept' ? style.green : style.dim },
    { text: alerts.join(', '), paint: style.red },
  ];
}

function metricRows({ reference, chunks }: QualityComparison): string[][] {
  return reference.measures.map(({ metric, value }) => {
    const limits = reference.thresholds.find((one) => one.metric === metric);
    const alerts = (which: 'measured' | 'estimated'): string =>
      String(chunks.filter((chunk) => chunk.alerts[which].includes(metric)).length);
    const isEstimated = chunks.some(({ estimated }) => measureOf(estimated, metric) !== undefined);
    return [metric, shortNumber(value), limitsText(limits), alerts('measured'), isEstimated ? alerts('estimated') : '-'];
  });
}

function drawing({ settings: { metric }, chunks }: QualityComparison): string[] {
  return twoLines([
    { name: 'with labels', values: chunks.map(({ measures }) => measureOf(measures, metric)?.value ?? null) },
    { name: 'estimated', values: chunks.map(({ estimated }) => measureOf(estimated, metric)?.value ?? null) },
  ]);
}

export function measureOf(measures: readonly Measure[], name: string): Measure | undefined {
  return measures.find(({ metric }) => metric === name);
}

/** A time without its zeros, or the position of a row. */
export function startText(start: string | number): string {
  return typeof start === 'number' ? `row ${count(start)}` : start.replace(/T00:00:00\.000Z$/, '').replace(/:00\.000Z$/, 'Z');
}

function meaning({ settings: { metric, margin }, reference, chunks, hasLabels }: QualityComparison): string[] {
  const lines = [
    `degraded = the whole interval of ${metric} lies more than ${margin} beyond the reference (docs/quality.md).`,
    'alert = outside of mean -+ 3 standard deviations of the chunks of the reference, the rule of NannyML.',
  ];
  if (reference.estimate)
    lines.push(
      'estimated = from the scores alone, as calibrated on the reference; it does not see that the meaning of the inputs changed.',
    );
  else lines.push('no estimates: they need a binary model with scores in the reference.');
  if (chunks.some(({ segments }) => segments !== undefined))
    lines.push(
      'a segment is degraded where q < 0.05, all segments of a chunk corrected together; the verdict of a chunk is that of all its rows.',
    );
  if (!hasLabels) lines.push('the current file has no such column of labels: only estimates are shown.');
  return lines;
}
