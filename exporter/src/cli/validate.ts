import type { Command } from 'commander';
import type { Config } from '../config/index.js';
import type { CliIo } from './cli-io.js';
import { printProblem } from './print-problem.js';
import { EXIT_BAD_USE } from './run-command.js';
import { readConfig } from './serve/read-config.js';

/** Adds `aiops validate`: reads a configuration as `serve` would, and starts nothing. */
export function registerValidateCommand(program: Command, io: CliIo): void {
  program
    .command('validate')
    .description('check a configuration without starting anything')
    .option('--config <file>', 'configuration file', 'aiops.yaml')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExit codes: 0 valid, 2 not valid.')
    .action(({ config, json }: { config: string; json?: boolean }) => {
      try {
        const read = readConfig(config);
        io.stdout.write(json ? `${JSON.stringify({ valid: true, ...figures(read) })}\n` : `${summary(config, read)}\n`);
      } catch (error) {
        printProblem(io, error);
        io.setExitCode(EXIT_BAD_USE);
      }
    });
}

function figures({ sources, models, server }: Config): { sources: number; models: number; tokens: number; listen: string } {
  return { sources: sources.length, models: models.size, tokens: server.tokens.length, listen: `${server.host}:${server.port}` };
}

function summary(path: string, config: Config): string {
  const sources = config.sources.map(
    (source) => `  source ${source.name}: ${source.type}${source.type === 'snapshot' ? '' : `, ${source.format}`}`,
  );
  const models = [...config.models].map(([name, model]) => `  model ${name}: ${judgedBy(model)}, windows of ${model.windowMs / 1000} s`);
  const any = models.length === 0 ? ['  models: all that the log names, with the defaults'] : [];
  return [`${path} is valid`, ...sources, ...models, ...any].join('\n');
}

function judgedBy({ baselinePath, bootstrapRows }: { baselinePath: string | null; bootstrapRows: number | null }): string {
  if (baselinePath !== null) return `baseline ${baselinePath}`;
  return bootstrapRows === null ? 'no baseline, so no drift verdicts' : `baseline from its first ${bootstrapRows} events`;
}
