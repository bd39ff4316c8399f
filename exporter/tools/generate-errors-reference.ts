import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { ErrorKind, ErrorTable } from '../src/contract/index.js';
import { writeOrCheck } from './write-or-check.js';

const ROOMS = new URL('../src/', import.meta.url);

const program = new Command()
  .name('generate-errors-reference')
  .description('Writes the reference page of all error codes from the tables of the rooms (errors.ts).')
  .option('--out <file>', 'file to write', fileURLToPath(new URL('../../../docs/errors.md', import.meta.url)))
  .option('--check', 'write nothing; fail if the file is not what would be written')
  .addHelpText('after', '\nExit codes: 0 written or up to date, 1 bad option or (with --check) out of date.');

const { out, check } = program.parse().opts<{ out: string; check?: boolean }>();
const text = errorsReference(await errorTables());
writeOrCheck(out, text, check ? 'check' : 'write');

/**
 * The table of every room that has an errors.ts, through the room's door. A room whose door hides its table fails here:
 * otherwise its errors would be missing from the page and nobody would notice.
 */
async function errorTables(): Promise<Map<string, ErrorTable>> {
  const tables = new Map<string, ErrorTable>();
  for (const room of readdirSync(ROOMS).sort()) {
    if (!existsSync(new URL(`${room}/errors.js`, ROOMS))) continue;
    // The program itself has no door: no room imports it.
    const door = existsSync(new URL(`${room}/index.js`, ROOMS)) ? 'index.js' : 'errors.js';
    const exported = (await import(new URL(`${room}/${door}`, ROOMS).href)) as Record<string, ErrorTable>;
    const table = exported[`${room.toUpperCase()}_ERRORS`];
    if (!table) throw new Error(`exporter/src/${room}/index.ts must export ${room.toUpperCase()}_ERRORS of its errors.ts`);
    tables.set(room, table);
  }
  return tables;
}

function errorsReference(tables: ReadonlyMap<string, ErrorTable>): string {
  const lines = [
    '<!-- Generated from exporter/src/*/errors.ts by exporter/tools/generate-errors-reference.ts. Do not edit. -->',
    '',
    '# Errors',
    '',
    'An error looks like this on the command line, with the code in brackets and below it what to do:',
    '',
    '```text',
    ...exampleLines(tables),
    '```',
    '',
    'An HTTP client gets the same as JSON: `{ "error": { "code", "message", "advice" } }`. Codes stay: a code is never used for',
    'something else later. Words in braces, such as `{path}`, are filled in. Records that are not accepted are no errors; they are',
    'counted by reason in `aiops_ingest_rejected_total` ([metrics](metrics.md)).',
  ];
  for (const [room, table] of tables) {
    lines.push('', `## ${room}`);
    for (const [code, kind] of Object.entries(table)) lines.push('', ...details(code, kind));
  }
  return `${lines.join('\n')}\n`;
}

function exampleLines(tables: ReadonlyMap<string, ErrorTable>): string[] {
  const kind = tables.get('config')?.['CONFIG_UNREADABLE'];
  if (!kind) throw new Error('the example of docs/errors.md needs CONFIG_UNREADABLE of the room config');
  const message = kind.message.replace('{path}', 'aiops.yaml').replace('{problem}', 'there is no such file');
  return [`aiops: ${message} [CONFIG_UNREADABLE]`, `  ${kind.advice}`];
}

function details(code: string, { status, message, advice }: ErrorKind): string[] {
  const answer = status === 0 ? [] : [`HTTP status ${status}.`];
  return [`### ${code}`, '', `> ${literal(message)}`, '', [...answer, `What to do: ${literal(advice)}.`].join(' ')];
}

/** Text as Markdown shows it literally; what stands in backticks is literal already. */
function literal(words: string): string {
  const parts = words.split('`');
  return parts.map((part, i) => (i % 2 === 0 ? part.replaceAll(/[*<[\]]/g, (character) => `\\${character}`) : part)).join('`');
}
