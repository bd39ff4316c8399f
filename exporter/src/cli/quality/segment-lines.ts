import type { Measure } from '../../contract/index.js';
import { intervalText } from '../baseline-quality.js';
import { count, shortNumber } from '../print-number.js';
import type { TextStyle } from '../text-style.js';
import { textTable, type TextCell, type TextColumn } from '../text-table.js';
import type { MeasuredChunk, QualityComparison } from './compare-quality.js';
import { printable } from './printable.js';
import { startText } from './quality-report.js';

const COLUMNS: readonly TextColumn[] = [
  { title: 'start', align: 'left' },
  { title: 'segment', align: 'left' },
  { title: 'rows', align: 'right' },
  { title: 'labelled', align: 'right' },
  { title: 'value', align: 'right' },
  { title: '', align: 'left' },
  { title: 'reference', align: 'right' },
  { title: 'q', align: 'right' },
  { title: 'verdict', align: 'left' },
];

/** The deciding metric of each segment in each chunk, where some were asked for. */
export function segmentLines({ settings: { metric }, chunks }: QualityComparison, style: TextStyle): string[] {
  const rows = chunks.flatMap((chunk) => chunkRows(chunk, metric, style));
  return rows.length === 0 ? [] : ['', style.bold(`${metric} by segment`), ...textTable(COLUMNS, rows)];
}

function chunkRows({ start, segments = [] }: MeasuredChunk, metric: string, style: TextStyle): TextCell[][] {
  return segments.map(({ segment, predictions, labelled, measures, expected, q_value: q, state }) => {
    const measure: Measure | undefined = measures.find((one) => one.metric === metric);
    const paint = state === 'degraded' ? style.red : state === 'kept' ? style.green : style.dim;
    return [
      startText(start),
      printable(segment),
      count(predictions),
      count(labelled),
      shortNumber(measure?.value ?? null),
      measure ? intervalText(measure) : '-',
      shortNumber(expected),
      shortNumber(q),
      { text: state, paint },
    ];
  });
}
