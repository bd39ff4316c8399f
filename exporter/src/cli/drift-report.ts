import type { DriftSettings, FeatureVerdict, ModelVerdict } from '../contract/index.js';
import type { Comparison, JudgedChunk } from './compare-files.js';
import { count, percent, probability, shortNumber } from './print-number.js';
import { sparkline } from './sparkline.js';
import type { TextStyle } from './text-style.js';
import { textTable, type TextCell, type TextColumn } from './text-table.js';

const FEATURE_COLUMNS: readonly TextColumn[] = [
  { title: 'column', align: 'left' },
  { title: 'type', align: 'left' },
  { title: 'n', align: 'right' },
  { title: 'PSI', align: 'right' },
  { title: 'limit', align: 'right' },
  { title: 'q', align: 'right' },
  { title: 'verdict', align: 'left' },
  { title: 'reference', align: 'left' },
  { title: 'current', align: 'left' },
];
const SEASON_COLUMN: TextColumn = { title: 'compared with', align: 'left' };
/** What the columns are called where another tool's policy judged. */
const PEER_TITLES: Readonly<Record<string, string>> = { PSI: 'score', q: 'p' };
const CHUNK_COLUMNS: readonly TextColumn[] = [
  { title: 'start', align: 'left' },
  { title: 'end', align: 'left' },
  { title: 'rows', align: 'right' },
  SEASON_COLUMN,
  { title: 'drift rate', align: 'right' },
  { title: 'judged', align: 'right' },
  { title: 'drifted columns', align: 'left' },
];

/** The answer for people: a table, why each drifted column drifted, and what the numbers mean. */
export function driftReport(comparison: Comparison, isChunked: boolean, style: TextStyle): string {
  const { chunks, referenceRows, currentRows, leftOut, rowsWithoutTime, settings } = comparison;
  const lines = [`${count(currentRows)} rows against ${count(referenceRows)} rows of reference`, ''];
  const [first] = chunks;
  if (isChunked) lines.push(...chunkLines(chunks, style));
  else if (first) lines.push(...featureLines(first.verdict, style));
  if (rowsWithoutTime > 0) lines.push('', `${count(rowsWithoutTime)} rows without a time are in no chunk`);
  if (leftOut.length > 0) lines.push('', `not compared: ${leftOut.join(', ')}`);
  lines.push('', ...meaning(settings).map(style.dim));
  return lines.join('\n');
}

/** The answer for programs, as documented for `aiops drift --json`. */
export function driftJson({ chunks }: Comparison, isChunked: boolean): unknown {
  const [whole] = chunks;
  if (!isChunked && whole) return verdictJson(whole.verdict);
  return {
    chunks: chunks.map(({ start, end, verdict, seasonBucket }) => ({
      start,
      end,
      ...(seasonBucket && { season_bucket: seasonBucket }),
      ...verdictJson(verdict),
    })),
  };
}

function verdictJson({ policy, drift_rate, drifted, judged, insufficient, features }: ModelVerdict): object {
  const shown = features.map(({ feature, type, n, p_value, q_value, effect, verdict }) => ({
    feature,
    type,
    n,
    p_value,
    q_value,
    effect,
    verdict,
  }));
  return { policy, drift_rate, drifted, judged, insufficient, features: shown };
}

/** The table of features, why those that are not stable are not, and the drift rate. */
export function featureLines(verdict: ModelVerdict, style: TextStyle): string[] {
  const { features, drifted, judged, insufficient } = verdict;
  const isDefault = verdict.policy === 'default';
  const lines = textTable(
    isDefault ? FEATURE_COLUMNS : FEATURE_COLUMNS.map(({ title, align }) => ({ title: PEER_TITLES[title] ?? title, align })),
    features.map((feature) => featureRow(feature, isDefault ? feature.q_value : feature.p_value, style)),
  );
  const explained = features.filter((feature) => feature.verdict !== 'stable').map(({ feature, reason }) => `  ${feature}: ${reason}`);
  if (explained.length > 0) lines.push('', ...explained);
  const others = insufficient > 0 ? `; ${insufficient} without a verdict` : '';
  const rate =
    judged > 0
      ? `drift rate ${percent(drifted, judged)}: ${drifted} of ${judged} judged columns drifted${others}`
      : 'no column could be judged';
  return [...lines, '', style.bold(rate)];
}

function featureRow(feature: FeatureVerdict, probabilityOfChance: number | null, style: TextStyle): TextCell[] {
  const { table, effect, verdict } = feature;
  const reference = shares(table.reference);
  const current = shares(table.current);
  // One scale for both, or a flat line and a peak would look alike.
  const max = Math.max(...reference, ...current);
  const paint = verdict === 'drifted' ? style.red : verdict === 'stable' ? style.green : style.dim;
  return [
    feature.feature,
    feature.type,
    count(feature.n),
    shortNumber(effect.value === null ? null : Number(effect.value.toFixed(3))),
    shortNumber(effect.threshold),
    probability(probabilityOfChance),
    { text: verdict, paint },
    `|${sparkline(reference, max)}|`,
    `|${sparkline(current, max)}|`,
  ];
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return counts.map((n) => (total > 0 ? n / total : 0));
}

function chunkLines(chunks: readonly JudgedChunk[], style: TextStyle): string[] {
  const isSeasonal = chunks.some(({ seasonBucket }) => seasonBucket !== null);
  const rows = chunks.map(({ start, end, rows, verdict, seasonBucket }): TextCell[] => {
    const names = verdict.features.filter((feature) => feature.verdict === 'drifted').map(({ feature }) => feature);
    return [
      shortTime(start),
      shortTime(end),
      count(rows),
      ...(isSeasonal ? [seasonBucket?.bucket ?? ''] : []),
      percent(verdict.drifted, verdict.judged),
      `${verdict.judged} of ${verdict.features.length}`,
      {
        text: names.join(', ') || (verdict.judged > 0 ? 'none' : 'too few rows to judge'),
        paint: names.length > 0 ? style.red : style.dim,
      },
    ];
  });
  const lines = textTable(isSeasonal ? CHUNK_COLUMNS : CHUNK_COLUMNS.filter((column) => column !== SEASON_COLUMN), rows);
  const fallback = chunks.find(({ seasonBucket }) => seasonBucket?.fallback);
  if (fallback?.seasonBucket) lines.push('', `not all chunks have a bucket of their own: ${fallback.seasonBucket.fallback}`);
  const hit = chunks.filter(({ verdict }) => verdict.drifted > 0).length;
  const open = chunks.filter(({ verdict }) => verdict.judged === 0).length;
  const others = open > 0 ? `; ${open} without a verdict` : '';
  return [...lines, '', style.bold(`${hit} of ${chunks.length} chunks hold columns that drifted${others}`)];
}

function shortTime(at: string | number): string {
  return typeof at === 'number' ? `row ${count(at)}` : at.replace(/:00\.000Z$/, 'Z');
}

function meaning({ min_samples, fdr, threshold }: DriftSettings): string[] {
  return [
    `drifted = at least ${min_samples} values, and q < ${fdr}, and PSI >= ${threshold} (or the missing rate grew).`,
    `q allows for the number of columns: of the columns called drifted, on average at most ${shortNumber(fdr * 100)} % are there by chance alone.`,
    'bars: share of rows in each bin of the reference (low to high, or by category), both on one scale.',
  ];
}
