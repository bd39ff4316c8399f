import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { metricsReference } from '../src/metrics/index.js';
import { writeOrCheck } from './write-or-check.js';

const program = new Command()
  .name('generate-metrics-reference')
  .description('Writes the reference page of all metrics from the catalogue.')
  .option('--out <file>', 'file to write', fileURLToPath(new URL('../../../docs/metrics.md', import.meta.url)))
  .option('--check', 'write nothing; fail if the file is not what would be written')
  .addHelpText('after', '\nExit codes: 0 written or up to date, 1 bad option or (with --check) out of date.');

const { out, check } = program.parse().opts<{ out: string; check?: boolean }>();
const text = metricsReference();
writeOrCheck(out, text, check ? 'check' : 'write');
