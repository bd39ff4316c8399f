import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { DEFAULT_CONFIG } from '../src/config.js';
import { generatedFiles } from '../src/render/generated-files.js';
import { writeOrCheck } from './write-or-check.js';

const program = new Command()
  .name('generate-alerts')
  .description('Writes the rules for Prometheus and Grafana, the rules of the plugin, and their tests, from alerts/src.')
  .option('--out <dir>', 'folder to write to', fileURLToPath(new URL('../../', import.meta.url)))
  .option('--job <name>', 'job of the exporter in the scrape configuration', DEFAULT_CONFIG.exporterJob)
  .option('--grafana-url <url>', 'where people open Grafana', DEFAULT_CONFIG.grafanaUrl)
  .option('--runbook-url <url>', 'where the folder of the runbooks can be read', DEFAULT_CONFIG.runbookUrl)
  .option('--check', 'write nothing; fail if a file is not what would be written')
  .addHelpText('after', '\nExit codes: 0 written or up to date, 1 bad option or (with --check) out of date.');

interface Flags {
  readonly out: string;
  readonly job: string;
  readonly grafanaUrl: string;
  readonly runbookUrl: string;
  readonly check?: boolean;
}

const { out, job, check, ...urls } = program.parse().opts<Flags>();
for (const [path, text] of generatedFiles({ ...DEFAULT_CONFIG, ...urls, exporterJob: job })) {
  writeOrCheck(`${out}/${path}`, text, check ? 'check' : 'write');
}
