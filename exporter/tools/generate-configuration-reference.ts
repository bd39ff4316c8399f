import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { configurationReference } from '../src/config/index.js';
import { writeOrCheck } from './write-or-check.js';

const DOCS = new URL('../../../docs/', import.meta.url);

const program = new Command()
  .name('generate-configuration-reference')
  .description('Writes the reference page of the configuration from its schema.')
  .option('--out <file>', 'file to write', fileURLToPath(new URL('configuration.md', DOCS)))
  .option('--example <file>', 'configuration that the page begins with', fileURLToPath(new URL('examples/jsonl-file.yml', DOCS)))
  .option('--check', 'write nothing; fail if the file is not what would be written')
  .addHelpText('after', '\nExit codes: 0 written or up to date, 1 bad option or (with --check) out of date.');

const { out, example, check } = program.parse().opts<{ out: string; example: string; check?: boolean }>();
const text = configurationReference(readFileSync(example, 'utf8'));
writeOrCheck(out, text, check ? 'check' : 'write');
