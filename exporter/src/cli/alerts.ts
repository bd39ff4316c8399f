import type { Command } from 'commander';
import { registerBacktestCommand } from './alert-backtest.js';
import { registerRoutesCommand } from './alert-routes.js';
import { registerReportCommand } from './alert-report.js';
import type { CliIo } from './cli-io.js';

/** Adds `aiops alerts` with its commands. */
export function registerAlertsCommand(program: Command, io: CliIo): void {
  const alerts = program.command('alerts').description('look at alerts: where they go, and what they were worth');
  registerRoutesCommand(alerts, io);
  registerBacktestCommand(alerts, io);
  registerReportCommand(alerts, io);
}
