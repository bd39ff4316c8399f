import { Command } from 'commander';
import { CODE_VERSION } from '../contract/index.js';
import type { CliIo } from './cli-io.js';
import { runProgram } from './run-program.js';

type Register = (program: Command, io: CliIo) => void;

/**
 * The commands, in the order of the help. Each is loaded when it is asked for: the readers of data files (DuckDB, 68 MB), the store and the server
 * would otherwise be loaded for nothing, and take longer than many a command.
 */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  serve: async () => (await import('./serve.js')).registerServeCommand,
  validate: async () => (await import('./validate.js')).registerValidateCommand,
  doctor: async () => (await import('./doctor.js')).registerDoctorCommand,
  alerts: async () => (await import('./alerts.js')).registerAlertsCommand,
  backfill: async () => (await import('./backfill.js')).registerBackfillCommand,
  incidents: async () => (await import('./incidents.js')).registerIncidentsCommand,
  baseline: async () => {
    const { registerBaselineCommand } = await import('./baseline.js');
    const activate = async (file: string, configPath: string): Promise<string> =>
      (await import('./activate-baseline.js')).activateBaselineFile(file, configPath);
    return (program, io) => registerBaselineCommand(program, io, { activate });
  },
  drift: async () => (await import('./drift.js')).registerDriftCommand,
  quality: async () => (await import('./quality.js')).registerQualityCommand,
  init: async () => (await import('./init.js')).registerInitCommand,
  schema: async () => (await import('./schema.js')).registerSchemaCommand,
  demo: async () => (await import('./demo.js')).registerDemoCommand,
};

// Who reads no further (`| head`) ends the command: that is no fault of anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

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
const args = process.argv.slice(2);
const [asked = ''] = args;
// Help and misspelt names need all of them.
const wanted = Object.hasOwn(COMMANDS, asked) ? [asked] : asked === '--version' || asked === '-V' ? [] : Object.keys(COMMANDS);
for (const name of wanted) (await COMMANDS[name]?.())?.(program, io);
await runProgram(program, io, args);
