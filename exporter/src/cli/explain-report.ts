import type { DriftSettings, FeatureVerdict, ModelVerdict, StoredVerdict } from '../contract/index.js';
import { MIN_ATTRIBUTIONS, psiTerms } from '../drift/index.js';
import { featureLines } from './drift-report.js';
import { seasonText } from './season-text.js';
import { count, percent, shortNumber } from './print-number.js';
import type { TextStyle } from './text-style.js';
import { textTable, type TextCell, type TextColumn } from './text-table.js';

/** What recomputing the verdict from its stored evidence gave. */
export type Recomputation = 'same' | 'other' | { readonly problem: string };

const BIN_COLUMNS: readonly TextColumn[] = [
  { title: 'bin', align: 'left' },
  { title: 'reference', align: 'right' },
  { title: 'window', align: 'right' },
  { title: 'expected', align: 'right' },
  { title: 'found', align: 'right' },
  { title: 'adds to PSI', align: 'right' },
];

/** What the store and this program know of where a verdict comes from. */
export interface VerdictOrigin {
  /** Of the program that recomputes it. */
  readonly codeVersion: string;
  /** When the store saw its configuration first; null where it did not. */
  readonly configurationSinceMs: number | null;
  /** The configuration that ran last; null where the store does not know. */
  readonly newestConfiguration: string | null;
}

/** A stored verdict for people: what was judged against what, the verdict, and the counts behind each feature that drifted. */
export function explainReport(stored: StoredVerdict, outcome: Recomputation, origin: VerdictOrigin, style: TextStyle): string {
  const { verdict, settings, model, version, window_start, window_end, baseline_sha256, code_version } = stored;
  const judged = verdict.prediction ? [...verdict.features, verdict.prediction] : verdict.features;
  const shown = judged.filter((feature) => feature.verdict === 'drifted' || feature.window_verdict === 'drifted');
  const lines = [
    style.bold(`verdict ${stored.id}: ${model} ${version}`),
    `window    ${window_start} to ${window_end}, ${count(verdict.rows)} rows`,
    `baseline  ${baseline_sha256}`,
    ...seasonLine(stored),
    `policy    ${policyText(verdict)}`,
    `settings  ${verdict.policy === 'default' ? defaultLimits(settings) : ''}${settings.consecutive} window(s) in a row`,
    `judged by version ${code_version}${code_version === origin.codeVersion ? '' : `; recomputed by version ${origin.codeVersion}`}`,
    configurationLine(stored, origin),
    '',
    ...featureLines(verdict, style),
    ...predictionLine(verdict.prediction),
    ...segmentLines(verdict, style),
    ...attributionLines(stored.attributions),
    ...shown.flatMap((feature) => evidence(feature, verdict.policy === 'default', style)),
    '',
    recomputationLine(outcome, style),
  ];
  return lines.join('\n');
}

/** One threshold for all, or how many features have one of their own. */
function thresholdText({ threshold, thresholds }: StoredVerdict['settings']): string {
  const own = Object.values(thresholds);
  if (own.length === 0) return `PSI >= ${threshold}`;
  const [least, most] = [Math.min(...own), Math.max(...own)].map(shortNumber);
  return `PSI >= ${threshold}, or ${least === most ? least : `${least} to ${most}`} for ${own.length} features`;
}

function seasonLine({ season_bucket: like }: StoredVerdict): string[] {
  if (!like) return [];
  return [`season    ${seasonText(like)}`];
}

/** Which part of the rows drifted: one line a segment, and why each of its drifted features did. */
function segmentLines({ segments = [] }: ModelVerdict, style: TextStyle): string[] {
  if (segments.length === 0) return [];
  const lines = segments.flatMap(({ segment, reference, rows, drifted, judged, features }) => {
    const found = judged > 0 ? `${drifted} of ${judged} judged columns drifted` : 'too few rows to judge';
    const against = reference === 'pooled' ? ' (against all rows of the reference: it has none of this segment alone)' : '';
    const line = `  ${segment}: ${count(rows)} rows, ${found}${against}`;
    const why = features.filter(({ verdict }) => verdict === 'drifted').map(({ feature, reason }) => `    ${feature}: ${reason}`);
    return [drifted > 0 ? style.red(line) : line, ...why];
  });
  return ['', style.bold('by segment'), ...lines];
}

function policyText({ policy, exact, dataset_drifted: isDrifted }: ModelVerdict): string {
  const how = exact === false ? `${policy}, on the bins of the baseline: not exactly what that tool says of raw values` : policy;
  if (isDrifted === undefined || isDrifted === null) return how;
  return `${how}; the data set as a whole ${isDrifted ? 'drifted' : 'did not drift'} (from half of the features on)`;
}

function defaultLimits(settings: DriftSettings): string {
  const { min_samples, fdr, missing_threshold } = settings;
  return `at least ${min_samples} values, q < ${fdr}, ${thresholdText(settings)}, missing rate +${missing_threshold}, `;
}

function configurationLine({ config_sha256: sha256 }: StoredVerdict, { configurationSinceMs, newestConfiguration }: VerdictOrigin): string {
  if (sha256 === undefined) return 'config    not kept: the verdict is older than that';
  const since = configurationSinceMs === null ? '' : `, in use from ${new Date(configurationSinceMs).toISOString()} on`;
  const isOlder = newestConfiguration !== null && newestConfiguration !== sha256;
  return `config    ${sha256}${since}${isOlder ? '; another one ran since' : ''}`;
}

function predictionLine(prediction: FeatureVerdict | null): string[] {
  return prediction ? [`prediction ${prediction.verdict}: ${prediction.reason}`] : [];
}

/** Features named as reasons. */
const REASONS_SHOWN = 5;

function attributionLines(attributions: StoredVerdict['attributions']): string[] {
  if (!attributions) return [];
  const { rows, baseline, ndcg, reasons } = attributions;
  const why =
    baseline === null ? 'the baseline holds none to compare with' : `fewer than ${MIN_ATTRIBUTIONS} records, or nothing to compare`;
  const order = ndcg === null ? why : `order against the baseline: NDCG ${shortNumber(ndcg)}`;
  const named = reasons.slice(0, REASONS_SHOWN).map(({ feature, top1 }) => `${feature} ${percent(top1, rows)}`);
  return [
    `attributions of ${count(rows)} records; ${order}`,
    ...(named.length > 0 ? [`strongest reason of a record: ${named.join(', ')}`] : []),
  ];
}

/** The 2 x K table of one feature, under the default policy with what each bin adds to the score. */
function evidence({ feature, table, effect }: FeatureVerdict, isPsi: boolean, style: TextStyle): string[] {
  const terms = isPsi ? psiTerms(table.reference, table.current) : null;
  const totals = { reference: sum(table.reference), current: sum(table.current) };
  const rows = table.bins.map((bin, i): TextCell[] => {
    const [expected, found] = [table.reference[i] ?? 0, table.current[i] ?? 0];
    return [
      bin,
      count(expected),
      count(found),
      percent(expected, totals.reference),
      percent(found, totals.current),
      terms ? (terms[i] ?? 0).toFixed(4) : '',
    ];
  });
  rows.push(['missing', count(table.reference_missing), count(table.current_missing), '', '', '']);
  rows.push(['invalid', count(table.reference_invalid), count(table.current_invalid), '', '', '']);
  return [
    '',
    style.bold(`${feature}: ${effect.method} ${shortNumber(effect.value)} (threshold ${shortNumber(effect.threshold)})`),
    ...textTable(isPsi ? BIN_COLUMNS : BIN_COLUMNS.slice(0, -1), isPsi ? rows : rows.map((row) => row.slice(0, -1))),
  ];
}

function recomputationLine(outcome: Recomputation, style: TextStyle): string {
  if (outcome === 'same') return style.green('recomputed from the stored counts: the same to the last bit');
  if (outcome === 'other') return style.red('recomputed from the stored counts: NOT the same; the record or the code was changed');
  return `not recomputed: ${outcome.problem}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}
