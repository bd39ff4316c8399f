import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { registerBaselineCommand } from './baseline.js';
import { registerDemoCommand } from './demo.js';
import { registerDriftCommand } from './drift.js';
import { registerQualityCommand } from './quality.js';
import { registerInitCommand } from './init.js';
import { activateBaselineFile } from './activate-baseline.js';

/** The commands besides `serve`. */
export function registerDataCommands(program: Command, io: CliIo): void {
  registerBaselineCommand(program, io, { activate: activateBaselineFile });
  registerDriftCommand(program, io);
  registerQualityCommand(program, io);
  registerInitCommand(program, io);
  registerDemoCommand(program, io);
}
