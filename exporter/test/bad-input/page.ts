import { BROKEN_LINES } from './broken-lines.cases.js';
import { CSV_ROWS, documentedCsv } from './csv-rows.cases.js';
import { FULL_AT_START, KILLED_WHILE_FULL, PUSHED_WHILE_FULL, READ_ONLY_AT_START, WHILE_RUNNING } from './disk.cases.js';
import type { Documented } from './documented.js';
import { documentedFile } from './file-case.js';
import { FILE_CONTENTS, GIGABYTE_LINES } from './file-contents.cases.js';
import { HOSTILE_TEXTS } from './hostile-texts.cases.js';
import { documentedLabel } from './label-case.js';
import { LABEL_COLUMNS } from './label-columns.cases.js';
import { LABEL_PUSHES } from './label-pushes.cases.js';
import { LABEL_RECORDS } from './label-records.cases.js';
import { documentedLine } from './line-case.js';
import { PATHS } from './paths.cases.js';
import { PUSH_BODIES } from './push-bodies.cases.js';
import { documentedPush } from './push-case.js';
import { PUSH_FLOWS } from './push-flows.cases.js';
import { PUSH_REQUESTS } from './push-requests.cases.js';
import { documentedReload, RELOADS } from './reloads.cases.js';
import { documentedStart } from './start-case.js';
import { CONFIGURATION_STARTS, RESOURCE_STARTS } from './starts.cases.js';
import { WRONG_VALUES } from './wrong-values.cases.js';

/** A part of the page, and the test that runs its rows. */
export interface Chapter {
  readonly title: string;
  readonly test: string;
  readonly rows: readonly Documented[];
}

export const CHAPTERS: readonly Chapter[] = [
  { title: 'Lines of a log that are no records', test: 'log-lines.test.ts', rows: BROKEN_LINES.map(documentedLine) },
  { title: 'Records with wrong values', test: 'log-lines.test.ts', rows: WRONG_VALUES.map(documentedLine) },
  { title: 'Hostile texts and floods of names', test: 'log-lines.test.ts', rows: HOSTILE_TEXTS.map(documentedLine) },
  { title: 'CSV', test: 'csv-rows.test.ts', rows: CSV_ROWS.map(documentedCsv) },
  { title: 'Paths', test: 'files.test.ts', rows: PATHS.map(documentedFile) },
  { title: 'Content of files', test: 'files.test.ts', rows: [...FILE_CONTENTS, ...GIGABYTE_LINES].map(documentedFile) },
  { title: 'Pushes: around the body', test: 'pushes.test.ts', rows: [...PUSH_REQUESTS, ...PUSH_FLOWS].map(documentedPush) },
  { title: 'Pushes: in the body', test: 'pushes.test.ts', rows: PUSH_BODIES.map(documentedPush) },
  { title: 'Labels in a source of their own', test: 'labels.test.ts', rows: LABEL_RECORDS.map(documentedLabel) },
  { title: 'Labels in the records of their predictions', test: 'labels.test.ts', rows: LABEL_COLUMNS.map(documentedLabel) },
  { title: 'Labels that are pushed', test: 'label-pushes.test.ts', rows: LABEL_PUSHES.map(documentedPush) },
  { title: 'The start', test: 'starts.test.ts', rows: [...CONFIGURATION_STARTS, ...RESOURCE_STARTS].map(documentedStart) },
  { title: 'A reload', test: 'reloads.test.ts', rows: RELOADS.map(documentedReload) },
  {
    title: 'The disk',
    test: 'disk.test.ts',
    rows: [WHILE_RUNNING, PUSHED_WHILE_FULL, KILLED_WHILE_FULL, FULL_AT_START, READ_ONLY_AT_START],
  },
];

const INTRODUCTION = `
# Bad input

What the exporter makes of input that is wrong: each row is a case that a test puts to a running exporter, between good records, with what was
seen then, word by word. The last column is what is proven to be kept: counted, and counted once.

A record that is not counted moves \`aiops_ingest_rejected_total{source,reason}\` and nothing else; the log names the place of the first one of a
batch, never what is in it:

\`\`\`text
level=warn kind=records_rejected msg="rejected 1 record of source scoring at /var/log/scoring/churn.jsonl:8812: syntax (not a record of the format; look at the writer of the log)" …
\`\`\`

Where a source cannot be read at all, \`aiops_source_up{source}\` is 0 and the status page says why. Places in messages are examples.
`;

/** The page as Markdown, not yet formatted. */
export function page(): string {
  const chapters = CHAPTERS.map(({ title, test, rows }) => {
    const table = rows.map(({ name, seen, kept }) => `| ${name} | ${seen} | ${kept} |`);
    const head = ['| what goes wrong | what you see | what is kept |', '| --- | --- | --- |'];
    return [`## ${title}`, '', ...head, ...table, '', `Test: \`exporter/test/bad-input/${test}\`.`].join('\n');
  });
  const generated = '<!-- Generated from the tables in exporter/test/bad-input by page.test.ts (npm run golden). Do not edit. -->';
  return `${[generated, INTRODUCTION.trim(), ...chapters].join('\n\n')}\n`;
}

/** The first cell of every row of a page. */
export function namesIn(markdown: string): string[] {
  const cells = markdown.split('\n').flatMap((line) => /^\| ((?:[^|\\]|\\.)*?) +\|/.exec(line)?.[1] ?? []);
  return cells.filter((cell) => cell !== 'what goes wrong' && !/^-+$/.test(cell));
}
