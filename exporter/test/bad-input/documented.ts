import type { RejectReason } from '../../src/contract/index.js';

/** A kind of bad input, as a row of docs/bad-input.md. The name is the title of its test. */
export interface Documented {
  readonly name: string;
  readonly seen: string;
  readonly kept: string;
}

/** Value of a series, found by family and some of its labels. */
export type Counted = readonly [family: string, labels: Readonly<Record<string, string>>, value: number];

export type Rejected = Partial<Record<RejectReason, number>>;

/** A code span, whatever the text holds: in a table cell a bar has to be escaped even there. */
export function code(text: string): string {
  const escaped = text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return escaped.includes('`') ? `\`\` ${escaped} \`\`` : `\`${escaped}\``;
}

/** What the counters say, in words of the exposition. */
export function countersInWords(rejected: Rejected, counted: readonly Counted[]): string {
  const reasons = Object.entries(rejected).map(([reason, n]) => `${code(`aiops_ingest_rejected_total{reason="${reason}"}`)} +${n}`);
  const others = counted.map(([family, labels, n]) => {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return `${code(`${family}{${pairs.join(',')}}`)} +${n}`;
  });
  return [...reasons, ...others].join(', ');
}
