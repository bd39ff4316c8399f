import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { buildBaselines, scoreDemo } from './backtest/score-demo.js';
import { writeDemoHistory } from './backtest/write-demo-history.js';

const PROGRAM = fileURLToPath(new URL('../../bin/aiops.js', import.meta.url));
const RULES = fileURLToPath(new URL('../../../alerts/prometheus', import.meta.url));

/** Scrapes and evaluations every two minutes: every range of the rules still holds several samples, and it takes a quarter of the time of 1m. */
const STEP = '2m';

const program = new Command()
  .name('backtest')
  .description('Generates the labelled demo history (60 model-days with 25 incidents, 30 clean ones) and scores the shipped rules on it.')
  .option('--keep <folder>', 'write the history there and keep it (default: a temporary folder)')
  .option('--seed <n>', 'seed of the history', Number, 1)
  .option('--json', 'print the score as JSON')
  .parse();
const { keep, seed, json } = program.opts<{ keep?: string; seed: number; json?: boolean }>();
const folder = keep ?? mkdtempSync(join(tmpdir(), 'aiops-demo-history-'));
try {
  const files = writeDemoHistory({ folder, seed });
  buildBaselines(files, PROGRAM);
  process.stdout.write(scoreDemo(files, PROGRAM, RULES, ['--step', STEP, ...(json ? ['--json'] : [])]));
} finally {
  if (keep === undefined) rmSync(folder, { recursive: true });
}
