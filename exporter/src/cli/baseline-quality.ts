import type { QualityReference } from '../baseline/index.js';
import type { Measure } from '../contract/index.js';
import { count, shortNumber } from './print-number.js';
import type { TextStyle } from './text-style.js';
import { textTable, type TextColumn } from './text-table.js';

const COLUMNS: readonly TextColumn[] = [
  { title: 'metric', align: 'left' },
  { title: 'value', align: 'right' },
  { title: '95 % interval', align: 'left' },
  { title: 'rows', align: 'right' },
  { title: 'thresholds', align: 'left' },
  { title: 'estimates held', align: 'left' },
];

/** The quality of the reference in one line: its first metric. */
export function qualityLine({ task, rows, measures, estimate }: QualityReference): string {
  const [first] = measures.filter(({ value }) => value !== null);
  const value = first ? `, ${first.metric} ${shortNumber(first.value)}` : '';
  const without = estimate ? '; windows can be estimated without labels' : '';
  return `quality: ${task}, ${count(rows)} labelled ${task === 'ranking' ? 'lists' : 'rows'}${value}${without}`;
}

/** What the model was worth on the reference: a line for each metric. */
export function qualityLines(quality: QualityReference, style: TextStyle): string[] {
  const { task, positive, rows, chunks, chunk_rows, measures, thresholds, estimate } = quality;
  const what = task === 'ranking' ? 'lists' : 'rows';
  const cells = measures.map((measure) => {
    const limits = thresholds.find(({ metric }) => metric === measure.metric);
    const test = estimate?.backtest.find(({ metric }) => metric === measure.metric);
    return [
      measure.metric,
      shortNumber(measure.value),
      intervalText(measure),
      count(measure.n),
      limitsText(limits),
      test ? `${test.covered} of ${test.chunks} chunks` : '-',
    ];
  });
  return [
    style.bold('quality'),
    `${task}${positive === null ? '' : `, positive: ${positive}`}, ${count(rows)} labelled ${what}; ${chunks} chunks of up to ${count(chunk_rows)} rows`,
    '',
    ...textTable(COLUMNS, cells),
    '',
    style.dim(
      estimate
        ? 'estimates held: chunks whose value lay in the interval of its estimate without labels, calibrated on the other chunks'
        : `no estimates without labels: ${task === 'binary' ? 'the reference holds no score' : `there are none for ${task} models`}`,
    ),
  ];
}

/** `0.71 to 1`; a dash where there are none. */
export function limitsText(limits: { readonly lower: number | null; readonly upper: number | null } | undefined): string {
  if (!limits || (limits.lower === null && limits.upper === null)) return '-';
  return `${shortNumber(limits.lower)} to ${shortNumber(limits.upper)}`;
}

/** `[0.81, 0.86]`; a dash where there is none. */
export function intervalText({ lower, upper }: Pick<Measure, 'lower' | 'upper'>): string {
  return lower === null || upper === null ? '-' : `[${shortNumber(lower)}, ${shortNumber(upper)}]`;
}
