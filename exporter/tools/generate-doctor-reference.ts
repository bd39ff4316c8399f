import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { FINDINGS, SEVERITIES } from '../src/doctor/index.js';
import { writeOrCheck } from './write-or-check.js';

const program = new Command()
  .name('generate-doctor-reference')
  .description('Writes the page of aiops doctor from its table of findings.')
  .option('--out <file>', 'file to write', fileURLToPath(new URL('../../../docs/doctor.md', import.meta.url)))
  .option('--check', 'write nothing; fail if the file is not what would be written')
  .addHelpText('after', '\nExit codes: 0 written or up to date, 1 bad option or (with --check) out of date.');

const { out, check } = program.parse().opts<{ out: string; check?: boolean }>();

const BEGINNING = `<!-- Generated from exporter/src/doctor/findings.ts by exporter/tools/generate-doctor-reference.ts. Do not edit. -->

# aiops doctor

\`\`\`text
$ aiops doctor --prometheus http://127.0.0.1:9090
problem  http://127.0.0.1:9090  prometheus_other_exporter
  Prometheus scrapes another exporter (aiops 127.0.0.1:9465), not this one
  -> add the target 127.0.0.1:9464 to the scrape job and reload Prometheus

aiops.yaml: 1 problem, 0 warnings, 0 notes
not checked: Alertmanager (name it with --alertmanager URL)
\`\`\`

It looks at the whole way of a record, from the log to Prometheus, and changes nothing. It may run beside the exporter, as the same user: what
that user may not read, the exporter cannot read either.

| option                 | what it looks at                                                                                          |
| ---------------------- | --------------------------------------------------------------------------------------------------------- |
| \`--config FILE\`        | the configuration, default \`aiops.yaml\`; files, rotations, clocks, store, baselines, formats and tokens follow from it |
| \`--exporter URL\`       | another address of the exporter than \`server.listen\`, as where the port is 0                              |
| \`--prometheus URL\`     | whether this Prometheus scrapes _this_ exporter (by the start time of its process, in whole seconds), how often, with which rules, and who gets its alerts |
| \`--alertmanager URL\`   | whether this Alertmanager answers, tells anybody, and tells this exporter of alerts and their ends                                                       |
| \`--json\`               | the result for programs                                                                                   |

Formats and baselines are judged by the newest 64 KiB of the file of each source that was written last, read by the decoder and the checks of
the exporter itself. Whether labels find their predictions is told from what the store has counted and from the forms of the newest ids; which schema a model came to,
from the register of the store. No id is repeated: a form says where letters and digits are. What was not looked at is listed as \`not checked\`. Newer Alertmanagers hide where webhooks lead: whether alerts come back to this exporter is \`not checked\` then.

**Exit codes**: 0 no problem (warnings and notes do not count), 1 problems, 2 could not run (bad option, configuration that cannot be read).

**\`--json\`** prints

\`\`\`text
{ "config": FILE, "problems": N, "warnings": N, "notes": N,
  "findings": [ { "code", "severity": "problem" | "warning" | "note", "where", "found", "advice" } ],
  "not_checked": [ { "what", "why" } ] }
\`\`\`

Codes stay: a code is never used for something else later. Words in braces are filled in.

A **problem** means that something is not measured, or wrongly; a **warning** that it will be, or that numbers mislead; a **note** is worth
knowing.
`;

writeOrCheck(out, [BEGINNING, ...SEVERITIES.flatMap(section)].join('\n'), check ? 'check' : 'write');

function section(severity: (typeof SEVERITIES)[number]): string[] {
  const rows = Object.entries(FINDINGS).filter(([, kind]) => (kind.severity as string) === severity);
  if (rows.length === 0) return [];
  const title = `## ${severity[0]?.toUpperCase() ?? ''}${severity.slice(1)}s\n`;
  return [title, ...rows.map(([code, { found, advice }]) => `### ${code}\n\n> ${literal(found)}\n\nWhat to do: ${literal(advice)}.\n`)];
}

/** Text as Markdown shows it literally. */
function literal(words: string): string {
  return words.replaceAll(/[*<[\]_]/g, (character) => `\\${character}`);
}
