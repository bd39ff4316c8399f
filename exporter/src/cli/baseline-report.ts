import type { Baseline, BaselineFeature, CategoricalFeature, NumericFeature, SegmentsSection } from '../baseline/index.js';
import { qualityLines } from './baseline-quality.js';
import { calibrationLines } from './calibration-report.js';
import { count, percent, shortNumber } from './print-number.js';
import { equalWidthCells, sparkline } from './sparkline.js';
import { seasonReport } from './season-report.js';
import type { TextStyle } from './text-style.js';
import { textTable, type TextColumn } from './text-table.js';

/** Width of the drawn distribution of a numeric feature, in characters. */
const CELLS = 24;
/** Categories named in a line; the rest is summed up. */
const CATEGORIES_SHOWN = 5;
const ATTRIBUTIONS_SHOWN = 10;
const SHA_SHOWN = 12;

const ATTRIBUTION_COLUMNS: readonly TextColumn[] = [
  { title: 'feature', align: 'left' },
  { title: 'mean |attribution|', align: 'right' },
  { title: 'share', align: 'right' },
];

const NUMERIC_COLUMNS: readonly TextColumn[] = [
  { title: 'numeric', align: 'left' },
  { title: 'missing', align: 'right' },
  { title: 'invalid', align: 'right' },
  { title: 'min', align: 'right' },
  { title: 'p05', align: 'right' },
  { title: 'p50', align: 'right' },
  { title: 'p95', align: 'right' },
  { title: 'max', align: 'right' },
  { title: 'bins', align: 'right' },
  { title: 'distribution', align: 'left' },
];
const CATEGORICAL_COLUMNS: readonly TextColumn[] = [
  { title: 'categorical', align: 'left' },
  { title: 'missing', align: 'right' },
  { title: 'invalid', align: 'right' },
  { title: 'categories', align: 'left' },
];

/** A baseline for people: where it is from, then a line per feature with its distribution. */
export function baselineReport(baseline: Baseline, style: TextStyle): string {
  const { model, model_version, rows, period, source, precision, sha256 } = baseline;
  const lines = [
    style.bold(`${model} ${model_version}`),
    `${count(rows)} rows${period ? `, ${period.start} to ${period.end}` : ''}`,
    `${source === 'built' ? 'built from data' : 'learned from the first rows served'}, ${precision === 'exact' ? 'exact counts' : 'edges within 1 %'}`,
    `sha256 ${sha256.slice(0, SHA_SHOWN)}`,
  ];
  lines.push(...featureLines(baseline.features, rows));
  if (baseline.segments) lines.push('', segmentsLine(baseline.segments));
  if (baseline.prediction) lines.push('', style.bold('prediction'), ...featureLines([baseline.prediction], rows).slice(1));
  if (baseline.attributions) lines.push('', style.bold('attributions'), ...attributionLines(baseline.attributions.means));
  if (baseline.quality) lines.push('', ...qualityLines(baseline.quality, style));
  if (baseline.features.some(({ type }) => type === 'numeric')) lines.push('', style.dim(LEGEND));
  if (baseline.calibration) lines.push('', ...calibrationLines(baseline.calibration, style));
  if (baseline.seasons) lines.push('', ...seasonReport(baseline.seasons, style));
  return lines.join('\n');
}

function segmentsLine({ by, kind, names, rows }: SegmentsSection): string {
  const parts = [...names, 'all others'].map((name, i) => `${name} ${count(rows[i] ?? 0)}`);
  return `divided by the ${kind === 'column' ? 'column' : 'feature'} ${by}: ${parts.join(', ')}`;
}

/** The features that contributed most, with their share of all contributions. */
function attributionLines(means: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(means).sort(([, a], [, b]) => b - a);
  const all = sorted.reduce((sum, [, mean]) => sum + mean, 0);
  const shown = sorted.slice(0, ATTRIBUTIONS_SHOWN).map(([feature, mean]) => [feature, shortNumber(mean), percent(mean, all)]);
  const lines = textTable(ATTRIBUTION_COLUMNS, shown);
  return sorted.length > shown.length ? [...lines, `and ${sorted.length - shown.length} more`] : lines;
}

const LEGEND = 'distribution: one bar per value where there are few, else from p01 to p99 in equal steps';

function featureLines(features: readonly BaselineFeature[], rows: number): string[] {
  const numeric = features.filter((feature) => feature.type === 'numeric');
  const categorical = features.filter((feature) => feature.type === 'categorical');
  const lines: string[] = [];
  if (numeric.length > 0)
    lines.push(
      '',
      ...textTable(
        NUMERIC_COLUMNS,
        numeric.map((feature) => numericRow(feature, rows)),
      ),
    );
  if (categorical.length > 0)
    lines.push(
      '',
      ...textTable(
        CATEGORICAL_COLUMNS,
        categorical.map((feature) => categoricalRow(feature, rows)),
      ),
    );
  return lines;
}

function numericRow(feature: NumericFeature, rows: number): string[] {
  const { quantiles } = feature;
  const numbers = [feature.min, quantiles['p05'], quantiles['p50'], quantiles['p95'], feature.max].map((x) => shortNumber(x ?? null));
  return [
    feature.name,
    percent(feature.missing, rows),
    percent(feature.invalid, rows),
    ...numbers,
    String(feature.judged.length),
    sparkline(drawnCounts(feature)),
  ];
}

/** The bins hold about equally many rows each: drawn as they are, every distribution would be a flat line. */
function drawnCounts({ distinct, counts, edges, quantiles }: NumericFeature): readonly number[] {
  const low = quantiles['p01'];
  const high = quantiles['p99'];
  if (distinct !== null || low === undefined || high === undefined || !(low < high)) return counts;
  return equalWidthCells(edges, counts, low, high, CELLS);
}

function categoricalRow(feature: CategoricalFeature, rows: number): string[] {
  const present = rows - feature.missing - feature.invalid;
  const shown = feature.categories
    .slice(0, CATEGORIES_SHOWN)
    .map((name, i) => `${printable(name)} ${percent(feature.counts[i] ?? 0, present)}`);
  const hidden = feature.categories.length - CATEGORIES_SHOWN;
  const rest = hidden > 0 ? [`${hidden} more ${percent(sum(feature.counts.slice(CATEGORIES_SHOWN)), present)}`] : [];
  const other = feature.other > 0 ? [`other ${percent(feature.other, present)}`] : [];
  const bars = sparkline(feature.counts);
  return [
    feature.name,
    percent(feature.missing, rows),
    percent(feature.invalid, rows),
    [bars, ...shown, ...rest, ...other].join('  ').trim(),
  ];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}

/** A category is text from a file: control characters in it must not reach the terminal. */
function printable(name: string): string {
  return JSON.stringify(name)
    .slice(1, -1)
    .replace(/[\u0080-\u009f]/g, '?')
    .slice(0, 40);
}
