import { z } from 'zod';
import { FINDINGS, SEVERITIES, type FindingCode, type Severity } from '../../doctor/index.js';
import type { TextStyle } from '../text-style.js';
import type { Diagnosis } from './examine.js';

const codes = Object.keys(FINDINGS) as [FindingCode, ...FindingCode[]];

/** What `aiops doctor --json` prints. */
export const doctorReportSchema = z.strictObject({
  config: z.string(),
  problems: z.number().int(),
  warnings: z.number().int(),
  notes: z.number().int(),
  findings: z.array(
    z.strictObject({ code: z.enum(codes), severity: z.enum(SEVERITIES), where: z.string(), found: z.string(), advice: z.string() }),
  ),
  not_checked: z.array(z.strictObject({ what: z.string(), why: z.string() })),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** A diagnosis as it is printed with --json. */
export function doctorReport(config: string, { findings, notChecked }: Diagnosis): DoctorReport {
  const countOf = (severity: Severity): number => findings.filter((found) => found.severity === severity).length;
  return {
    config,
    problems: countOf('problem'),
    warnings: countOf('warning'),
    notes: countOf('note'),
    findings: findings.map(({ code, severity, where, found, advice }) => ({ code, severity, where, found, advice })),
    not_checked: notChecked.map(({ what, why }) => ({ what, why })),
  };
}

/** The same for people: three lines a finding, then a summary. */
export function doctorText(report: DoctorReport, style: TextStyle): string {
  const paint = { problem: style.red, warning: style.bold, note: style.dim } as const;
  const lines = report.findings.flatMap(({ code, severity, where, found, advice }) => [
    `${paint[severity](severity)}  ${printable(where)}  ${style.dim(code)}`,
    `  ${printable(found)}`,
    `  -> ${printable(advice)}`,
    '',
  ]);
  const { problems, warnings, notes } = report;
  const summary =
    problems + warnings + notes === 0
      ? style.green(`${report.config}: nothing found`)
      : `${report.config}: ${counted(problems, 'problem')}, ${counted(warnings, 'warning')}, ${counted(notes, 'note')}`;
  const left = report.not_checked.map(({ what, why }) => style.dim(`not checked: ${what} (${why})`));
  return [...lines, summary, ...left].join('\n');
}

function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** Names of files and of other programs: control characters in them must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
