import { spawnSync } from 'node:child_process';
import { findTool } from '../find-tool.js';
import type { DemoFiles } from './write-demo-history.js';

/** Builds the baselines of a demo history.
 *
 * @param program of aiops
 * @throws Error with what `aiops baseline build` said
 */
export function buildBaselines({ training }: DemoFiles, program: string): void {
  for (const { model, file, baseline } of training) {
    const columns = [
      '--prediction',
      'said',
      '--score',
      'score',
      '--time',
      'at',
      ...(model.isLabelled ? ['--label', 'truth'] : ['--ignore', 'truth']),
    ];
    const positive = model.isLabelled ? ['--task', 'binary', '--positive', 'yes'] : [];
    const season = model.isSeasonal ? ['--season', 'hour_of_week'] : [];
    runAiops(program, [
      'baseline',
      'build',
      '--model',
      model.name,
      '--version',
      model.version,
      '--from',
      file,
      '--out',
      baseline,
      '--force',
      ...columns,
      ...positive,
      ...season,
    ]);
  }
}

/** Scores rules on a demo history. @returns what `aiops alerts backtest` prints */
export function scoreDemo(files: DemoFiles, program: string, rules: string, more: readonly string[] = []): string {
  const where = ['--rules', rules, '--config', files.config, '--incidents', files.incidents, '--promtool', findTool('promtool')];
  return runAiops(program, ['alerts', 'backtest', ...where, ...more]);
}

function runAiops(program: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`aiops ${args.join(' ')} ended with ${status}: ${stdout}`);
  return stdout;
}
