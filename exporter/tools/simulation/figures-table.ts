import type { Simulation } from './null-simulation.js';

/** The figures as Markdown tables, as they stand in docs/measurements/null-simulation.md. */
export function figuresTable({ withoutDrift, withDrift }: Simulation): string {
  return [
    'Without drift (shares of features x windows; "any feature": share of windows):',
    '',
    ...table(
      [
        'rows per window',
        'false verdicts',
        'any feature',
        'insufficient',
        'p < 0.05 alone',
        'q < 0.05 alone',
        'PSI >= 0.1 alone',
        'q and PSI, no minimum',
      ],
      withoutDrift.map((f) => [
        String(f.rows),
        ...[f.falseVerdicts, f.anyFeature, f.insufficient, f.pAlone, f.qAlone, f.psiAlone, f.withoutMinimum].map(percent),
      ]),
    ),
    '',
    'With drift (share of the shifted features that is called drifted):',
    '',
    ...table(
      ['shift', 'true PSI', 'rows per window', 'numeric', 'categorical', 'q < 0.05 alone', 'false verdicts elsewhere'],
      withDrift.map((f) => [
        `${f.shift.sd} sd, mixture ${f.shift.mixture}`,
        `${f.truePsi.numeric.toFixed(3)}, ${f.truePsi.categorical.toFixed(3)}`,
        String(f.rows),
        ...[f.numeric, f.categorical, f.qAlone, f.falseVerdicts].map(percent),
      ]),
    ),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
