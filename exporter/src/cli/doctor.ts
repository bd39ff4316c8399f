import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { doctorReport, doctorText } from './doctor/doctor-report.js';
import { examine } from './doctor/examine.js';
import { httpUrl } from './option-values.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

const EXIT_PROBLEMS = 1;

interface DoctorFlags {
  config: string;
  exporter?: string;
  prometheus?: string;
  alertmanager?: string;
  json?: boolean;
}

/** Adds `aiops doctor`: looks at a set-up from the log to Prometheus, and changes nothing. */
export function registerDoctorCommand(program: Command, io: CliIo): void {
  program
    .command('doctor')
    .description('find what is wrong with a set-up: log, rotation, clock, disk, baseline, exporter, Prometheus, Alertmanager')
    .option('--config <file>', 'configuration file', 'aiops.yaml')
    .option('--exporter <url>', 'address of the exporter (default: server.listen)', httpUrl)
    .option('--prometheus <url>', 'look whether this Prometheus scrapes the exporter', httpUrl)
    .option('--alertmanager <url>', 'look whether this Alertmanager tells anybody', httpUrl)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExit codes: 0 no problem (warnings do not count), 1 problems found, 2 could not run.')
    .action((flags: DoctorFlags) => runCommand(io, () => doctor(flags, io)));
}

async function doctor({ config, exporter, prometheus, alertmanager, json }: DoctorFlags, io: CliIo): Promise<void> {
  const report = doctorReport(config, await examine({ configPath: config, exporter, prometheus, alertmanager }));
  io.stdout.write(`${json ? JSON.stringify(report, null, 2) : doctorText(report, textStyle(io))}\n`);
  if (report.problems > 0) io.setExitCode(EXIT_PROBLEMS);
}
