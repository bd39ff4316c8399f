import type { Command } from 'commander';
import type { FeatureVerdict } from '../contract/index.js';
import type { PolicyVerdict } from '../drift/index.js';
import type { CliIo } from './cli-io.js';
import { compareByPolicy } from './compare-by-policy.js';
import { compareFiles } from './compare-files.js';
import { addDataOptions, questionOf, type DataFlags } from './drift-question.js';
import { count, shortNumber } from './print-number.js';
import { progressLine } from './progress-line.js';
import { runCommand } from './run-command.js';
import { textStyle, type TextStyle } from './text-style.js';
import { textTable, type TextCell, type TextColumn } from './text-table.js';

const COLUMNS: readonly TextColumn[] = [
  { title: 'column', align: 'left' },
  { title: 'n', align: 'right' },
  { title: 'default', align: 'left' },
  { title: 'PSI', align: 'right' },
  { title: 'evidently', align: 'left' },
  { title: 'value', align: 'right' },
  { title: 'nannyml', align: 'left' },
];

/** One column as each policy sees it. */
interface ComparedFeature {
  readonly own: FeatureVerdict;
  readonly evidently: PolicyVerdict;
  /** One verdict for each chunk. */
  readonly nannyml: readonly PolicyVerdict[];
}

/** Adds `aiops drift compare`. */
export function registerCompareCommand(drift: Command, io: CliIo): void {
  const command = drift.command('compare').description('judge the same files by the default policy, Evidently and NannyML, side by side');
  addDataOptions(command)
    .addHelpText('after', '\nExit codes: 0 done, whatever the verdicts; 2 bad use or a file that cannot be read.')
    .action((_: DataFlags, own: Command) => runCommand(io, () => compare(own.optsWithGlobals<DataFlags>(), io)));
}

async function compare(flags: DataFlags, io: CliIo): Promise<void> {
  const question = questionOf(flags, 'aiops drift compare');
  const { chunk: _, ...whole } = question;
  const progress = progressLine(io);
  const show = (policy: string) => (text: string) => progress.show(`${policy}: ${text}`);
  try {
    const own = await compareFiles(whole, show('default'));
    const evidently = await compareByPolicy('evidently', whole, show('evidently'));
    const nannyml = await compareByPolicy('nannyml', question, show('nannyml'));
    const features = (own.chunks[0]?.verdict.features ?? []).flatMap((verdict): ComparedFeature[] => {
      const isSame = ({ feature }: PolicyVerdict): boolean => feature === verdict.feature;
      const found = evidently.chunks[0]?.features.find(isSame);
      return found ? [{ own: verdict, evidently: found, nannyml: nannyml.chunks.flatMap((each) => each.features.filter(isSame)) }] : [];
    });
    progress.end();
    const lines = flags.json ? [JSON.stringify({ features: features.map(jsonOf) }, null, 2)] : report(features, textStyle(io));
    io.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    progress.end();
  }
}

function report(features: readonly ComparedFeature[], style: TextStyle): string[] {
  const lines = textTable(
    COLUMNS,
    features.map((feature) => rowOf(feature, style)),
  );
  const reasons = features.filter(differs).flatMap(reasonsOf);
  return [...lines, ...(reasons.length > 0 ? ['', 'Where they differ, and why:', ...reasons] : ['', 'All three agree on every column.'])];
}

function rowOf({ own, evidently, nannyml }: ComparedFeature, style: TextStyle): TextCell[] {
  const word = (text: string): TextCell => ({
    text,
    paint: text === 'drifted' ? style.red : text === 'stable' ? style.green : style.dim,
  });
  const alerts = alertsOf(nannyml);
  return [
    own.feature,
    count(own.n),
    word(own.verdict),
    short(own.effect.value),
    word(evidently.verdict),
    short(evidently.effect.value),
    { text: `${alerts} of ${nannyml.length} chunks`, paint: alerts > 0 ? style.red : style.green },
  ];
}

function short(value: number | null): string {
  return shortNumber(value === null ? null : Number(value.toPrecision(3)));
}

function alertsOf(chunks: readonly PolicyVerdict[]): number {
  return chunks.filter(({ verdict }) => verdict === 'drifted').length;
}

/** NannyML alerts chunk by chunk: a column counts as drifted here when one of them does. */
function differs({ own, evidently, nannyml }: ComparedFeature): boolean {
  const words = [own.verdict, evidently.verdict, alertsOf(nannyml) > 0 ? 'drifted' : 'stable'];
  return new Set(words).size > 1;
}

function reasonsOf({ own, evidently, nannyml }: ComparedFeature): string[] {
  const { method, value, threshold } = evidently.effect;
  const farthest = Math.max(...nannyml.map((chunk) => chunk.effect.value ?? 0));
  return [
    `  ${own.feature}`,
    `    default    ${own.verdict}: ${own.reason}`,
    `    evidently  ${evidently.verdict}: ${method} ${short(value)} against ${short(threshold)}, fixed for all columns; chance and the number of columns are not looked at`,
    `    nannyml    ${alertsOf(nannyml)} of ${nannyml.length} chunks: the farthest is ${short(farthest)} away; ${short(nannyml[0]?.effect.threshold ?? null)} is what the reference's own chunks vary by (mean + 3 sd)`,
  ];
}

function jsonOf({ own, evidently, nannyml }: ComparedFeature): object {
  const { feature, type, n, verdict, effect, q_value, reason } = own;
  return {
    feature,
    type,
    n,
    default: { verdict, effect, q_value, reason },
    evidently: { verdict: evidently.verdict, effect: evidently.effect, p_value: evidently.p_value },
    nannyml: { alerts: alertsOf(nannyml), chunks: nannyml.map((chunk) => ({ verdict: chunk.verdict, effect: chunk.effect })) },
  };
}
