import { Command } from 'commander';
import { CODE_VERSION } from '../pipeline/index.js';
import { registerBackfillCommand } from './backfill.js';
import type { CliIo } from './cli-io.js';
import { registerAlertsCommand } from './alerts.js';
import { registerDoctorCommand } from './doctor.js';
import { runProgram } from './run-program.js';
import { registerServeCommand } from './serve.js';
import { registerValidateCommand } from './validate.js';

const io: CliIo = {
  stdout: process.stdout,
  stderr: process.stderr,
  isTty: process.stdout.isTTY === true,
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

const program = new Command('aiops')
  .description('model drift, latency and incident metrics for Prometheus')
  .version(CODE_VERSION)
  .exitOverride();
registerServeCommand(program, io);
registerValidateCommand(program, io);
registerDoctorCommand(program, io);
registerAlertsCommand(program, io);
registerBackfillCommand(program, io);
// The commands that read data files load DuckDB (68 MB): only when one of them is asked for.
if (!['serve', 'validate', 'doctor', 'alerts', 'backfill'].includes(process.argv[2] ?? '')) {
  const { registerDataCommands } = await import('./data-commands.js');
  registerDataCommands(program, io);
}
await runProgram(program, io, process.argv.slice(2));
