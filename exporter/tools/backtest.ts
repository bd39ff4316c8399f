import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { buildBaselines, scoreDemo } from './backtest/score-demo.js';
import { scorePage, type ScoreJson } from './backtest/score-page.js';
import { writeDemoHistory } from './backtest/write-demo-history.js';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const PROGRAM = fromRoot('exporter/bin/aiops.js');
/** Scrapes and evaluations every two minutes: every range of the rules still holds several samples, and it takes a quarter of the time of 1m. */
const STEP = '2m';

const program = new Command()
  .name('backtest')
  .description(
    'Generates the labelled demo history (60 model-days with 25 incidents, 30 clean ones), scores the shipped rules on it, and writes the page of\n' +
      'the score. Takes some minutes on two cores, and 600 MB of disk meanwhile.',
  )
  .option('--out <file>', 'page to write', fromRoot('docs/measurements/backtest.md'))
  .option('--keep <folder>', 'write the history there and keep it (default: a temporary folder)')
  .option('--only-generate', 'with --keep: write the history with its baselines, and score nothing')
  .option('--seed <n>', 'seed of the history', Number, 1)
  .parse();
const { out, keep, onlyGenerate, seed } = program.opts<{ out: string; keep?: string; onlyGenerate?: boolean; seed: number }>();
const folder = keep ?? mkdtempSync(join(tmpdir(), 'aiops-demo-history-'));
try {
  const files = writeDemoHistory({ folder, seed });
  buildBaselines(files, PROGRAM);
  if (!onlyGenerate) {
    const score = JSON.parse(scoreDemo(files, PROGRAM, fromRoot('alerts/prometheus'), ['--step', STEP, '--json'])) as ScoreJson;
    writeFileSync(out, scorePage(score, seed));
    process.stdout.write(`${out}: ${score.all.caught} caught, ${score.all.missed} missed, ${score.all.false} false\n`);
  }
} finally {
  if (keep === undefined) rmSync(folder, { recursive: true });
}
