import type { Command } from 'commander';
import { CodedError } from '../contract/index.js';
import type { CliIo } from './cli-io.js';
import { printProblem } from './print-problem.js';
import { EXIT_BAD_USE } from './run-command.js';
import { startExporter } from './serve/exporter.js';

/** `aiops serve`: runs the exporter until SIGTERM or SIGINT; SIGHUP reloads the configuration. */
export function registerServeCommand(program: Command, io: CliIo): void {
  program
    .command('serve')
    .description('run the exporter')
    .option('--config <file>', 'configuration file', 'aiops.yaml')
    .addHelpText(
      'after',
      '\nExit codes: 0 ended by a signal, 1 stopped by an error while running, 2 wrong configuration, port in use or store in use.',
    )
    .action(async ({ config }: { config: string }) => {
      try {
        const exporter = await startExporter(config, (text) => void io.stderr.write(text));
        process.on('SIGHUP', () => void exporter.reload());
        const signal = await new Promise<string>((resolve, reject) => {
          for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name));
          void exporter.ended.then(reject);
        });
        await exporter.stop(signal);
        process.exit(0);
      } catch (error) {
        printProblem(io, error);
        process.exit(error instanceof CodedError ? EXIT_BAD_USE : 1);
      }
    });
}
