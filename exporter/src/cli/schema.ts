import { Option, type Command } from 'commander';
import { COMPATIBILITIES, isBreaking, schemaDiff, type Compatibility } from '../baseline/index.js';
import type { CliIo } from './cli-io.js';
import { nameList } from './option-values.js';
import { progressLine } from './progress-line.js';
import { runCommand } from './run-command.js';
import { readSchema, readSchemas, type FoundSchema, type SchemaOptions } from './schema/read-schema.js';
import { schemaDiffReport, schemaReport } from './schema/schema-report.js';
import { textStyle } from './text-style.js';

/** Exit code where a change breaks the compatibility that was asked for. */
const EXIT_BREAKING = 1;

interface SchemaFlags extends Omit<SchemaOptions, 'onProgress'> {
  json?: boolean;
}
interface DiffFlags extends SchemaFlags {
  compatibility: Compatibility;
}

const WHAT = `
A schema is that of a baseline file (*.json), of a data file (CSV, Parquet, JSONL), or one that the store has registered: MODEL for its newest,
MODEL@2 for another.`;

const DIFF_HELP = `${WHAT}

backward  the new schema takes records that were made for the old one (the default)
forward   the old schema takes records that are made for the new one: a baseline, then the data that is to come
full      both

Exit codes: 0 the same or compatible, 1 breaking, 2 bad use or a file that cannot be read.

Examples:
  aiops schema diff old-baseline.json new-baseline.json
  aiops schema diff churn@1 churn@2 --config aiops.yaml
  aiops schema diff baseline.json lastweek.parquet --ignore id,ts --compatibility forward`;

/** Adds `aiops schema show|diff`. */
export function registerSchemaCommand(program: Command, io: CliIo): void {
  const schema = program.command('schema').description('what records of a model must look like: show it, compare two of them');
  addOptions(
    schema.command('show').description('print a schema: one line per field').argument('<schema>', 'baseline, data file or MODEL[@VERSION]'),
  )
    .addHelpText('after', `${WHAT}\n\nExit codes: 0 done, 2 bad use or a file that cannot be read.`)
    .action((name: string, flags: SchemaFlags) => runCommand(io, () => show(name, flags, io)));
  addOptions(
    schema
      .command('diff')
      .description('what changed between two schemas, and what that breaks')
      .argument('<from>', 'the old schema')
      .argument('<to>', 'the new schema'),
  )
    .addOption(new Option('--compatibility <kind>', 'which records must still be good').choices(COMPATIBILITIES).default('backward'))
    .addHelpText('after', DIFF_HELP)
    .action((from: string, to: string, flags: DiffFlags) => runCommand(io, () => diff(from, to, flags, io)));
}

function addOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration that names the store', 'aiops.yaml')
    .option('--store <dir>', 'folder of the store, instead of --config')
    .option('--features <names>', 'columns of data that are features (default: all that can be)', nameList)
    .option('--features-at <name>', 'object whose fields are the features, as in an inference log')
    .option('--ignore <names>', 'columns of data that are no features: ids, labels', nameList)
    .option('--categorical <names>', 'columns of data to read as categories, whatever they look like', nameList)
    .option('--numeric <names>', 'columns of data to read as numbers', nameList)
    .option('--prediction <column>', "column of data with the model's answer; without it predictions are not compared")
    .option('--time <column>', 'column of data with the time of each row; no feature')
    .option('--json', 'print the result as JSON');
}

async function show(name: string, { json, ...flags }: SchemaFlags, io: CliIo): Promise<void> {
  const progress = progressLine(io);
  const found = await readSchema(name, { ...flags, onProgress: (text) => progress.show(text) }).finally(() => progress.end());
  io.stdout.write(
    json ? `${JSON.stringify({ ...headOf(found), fields: found.fields }, null, 2)}\n` : `${schemaReport(found, textStyle(io))}\n`,
  );
}

async function diff(fromName: string, toName: string, { json, compatibility, ...flags }: DiffFlags, io: CliIo): Promise<void> {
  const progress = progressLine(io);
  const options = { ...flags, onProgress: (text: string) => progress.show(text) };
  const [from, to] = await readSchemas(fromName, toName, options).finally(() => progress.end());
  const changes = schemaDiff(from.fields, to.fields);
  const isCompatible = !changes.some((change) => isBreaking(change, compatibility));
  const result = { from: headOf(from), to: headOf(to), compatibility, is_compatible: isCompatible, changes };
  const text = json ? JSON.stringify(result, null, 2) : schemaDiffReport([from, to], changes, compatibility, textStyle(io));
  io.stdout.write(`${text}\n`);
  if (!isCompatible) io.setExitCode(EXIT_BREAKING);
}

function headOf({ name, kind, sha256, registered }: FoundSchema): object {
  return { name, kind, sha256, ...(registered && { model: registered.model, version: registered.version }) };
}
