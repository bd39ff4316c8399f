import { EVIDENTLY_DRIFT_SHARE, type PolicyVerdict } from '../drift/index.js';
import type { PeerPolicy, PolicyChunk, PolicyComparison } from './compare-by-policy.js';
import { count, percent, shortNumber } from './print-number.js';
import type { TextStyle } from './text-style.js';
import { textTable, type TextCell, type TextColumn } from './text-table.js';

const FEATURE_COLUMNS: readonly TextColumn[] = [
  { title: 'column', align: 'left' },
  { title: 'type', align: 'left' },
  { title: 'n', align: 'right' },
  { title: 'method', align: 'left' },
  { title: 'value', align: 'right' },
  { title: 'limit', align: 'right' },
  { title: 'verdict', align: 'left' },
];
const CHUNK_COLUMNS: readonly TextColumn[] = [
  { title: 'start', align: 'left' },
  { title: 'end', align: 'left' },
  { title: 'rows', align: 'right' },
  { title: 'drift rate', align: 'right' },
  { title: 'columns that alert', align: 'left' },
];
const METHODS: Readonly<Record<string, string>> = {
  ks: 'KS, p',
  p_value: 'test, p',
  wasserstein: 'Wasserstein / sd',
  jensen_shannon: 'Jensen-Shannon',
};
const MEANING: Readonly<Record<PeerPolicy, readonly string[]>> = {
  evidently: [
    'The default rules of Evidently 0.7, on raw values: KS, chi-square or z test up to 1000 rows of reference, distances of at least 0.1 beyond.',
    `Evidently calls the data set drifted from a share of ${EVIDENTLY_DRIFT_SHARE} of its columns. No correction for the number of columns.`,
  ],
  nannyml: [
    'The default rules of NannyML 0.13, on raw values: Jensen-Shannon distance (base 2) of each chunk to the reference,',
    "above mean + 3 standard deviations of the reference's own chunks. NannyML has no drift rate; it is shown for comparison.",
  ],
};

/** The answer for people. */
export function policyReport(comparison: PolicyComparison, style: TextStyle): string {
  const { policy, chunks, isChunked, referenceRows, currentRows, rowsWithoutTime, leftOut } = comparison;
  const lines = [`${count(currentRows)} rows against ${count(referenceRows)} rows of reference, policy ${policy}`, ''];
  const [whole] = chunks;
  if (isChunked) lines.push(...chunkLines(chunks, style));
  else if (whole) lines.push(...featureLines(whole.features, style));
  if (rowsWithoutTime > 0) lines.push('', `${count(rowsWithoutTime)} rows without a time are in no chunk`);
  if (leftOut.length > 0) lines.push('', `not compared: ${leftOut.join(', ')}`);
  return [...lines, '', ...MEANING[policy].map(style.dim)].join('\n');
}

/** The answer for programs; the same keys as `aiops drift --json` has with the default policy. */
export function policyJson({ policy, chunks, isChunked }: PolicyComparison): unknown {
  const json = ({ features }: PolicyChunk): object => {
    const { drifted, judged } = tally(features);
    const shown = features.map(({ feature, type, n, p_value, effect, verdict }) => ({
      feature,
      type,
      n,
      p_value,
      q_value: null,
      effect,
      verdict,
    }));
    return {
      policy,
      drift_rate: judged > 0 ? drifted / judged : null,
      drifted,
      judged,
      insufficient: features.length - judged,
      features: shown,
    };
  };
  const [whole] = chunks;
  if (!isChunked && whole) return json(whole);
  return { chunks: chunks.map((chunk) => ({ start: chunk.start, end: chunk.end, ...json(chunk) })) };
}

export function tally(features: readonly PolicyVerdict[]): { drifted: number; judged: number } {
  const judged = features.filter(({ verdict }) => verdict !== 'insufficient');
  return { drifted: judged.filter(({ verdict }) => verdict === 'drifted').length, judged: judged.length };
}

function featureLines(features: readonly PolicyVerdict[], style: TextStyle): string[] {
  const rows = features.map(({ feature, type, n, effect, verdict }): TextCell[] => [
    feature,
    type,
    count(n),
    METHODS[effect.method] ?? effect.method,
    shortNumber(effect.value === null ? null : Number(effect.value.toPrecision(4))),
    shortNumber(Number(effect.threshold.toPrecision(4))),
    painted(verdict, style),
  ]);
  const { drifted, judged } = tally(features);
  const rate = judged > 0 ? `drift rate ${percent(drifted, judged)}: ${drifted} of ${judged} columns` : 'no column could be judged';
  return [...textTable(FEATURE_COLUMNS, rows), '', style.bold(rate)];
}

function painted(verdict: PolicyVerdict['verdict'], style: TextStyle): TextCell {
  return { text: verdict, paint: verdict === 'drifted' ? style.red : verdict === 'stable' ? style.green : style.dim };
}

function chunkLines(chunks: readonly PolicyChunk[], style: TextStyle): string[] {
  const at = (bound: string | number): string => (typeof bound === 'number' ? `row ${count(bound)}` : bound.replace(/:00\.000Z$/, 'Z'));
  const rows = chunks.map(({ start, end, rows: n, features }): TextCell[] => {
    const { drifted, judged } = tally(features);
    const names = features.filter(({ verdict }) => verdict === 'drifted').map(({ feature }) => feature);
    return [
      at(start),
      at(end),
      count(n),
      percent(drifted, judged),
      { text: names.join(', ') || 'none', paint: names.length > 0 ? style.red : style.dim },
    ];
  });
  const hit = chunks.filter(({ features }) => tally(features).drifted > 0).length;
  return [...textTable(CHUNK_COLUMNS, rows), '', style.bold(`${hit} of ${chunks.length} chunks hold columns that alert`)];
}
