import { CommanderError, type Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { EXIT_BAD_USE } from './run-command.js';

/**
 * Runs a command line. Unknown options and missing values are bad use like any other: commander has printed them already, and
 * its own exit code 1 would look like a crash.
 *
 * Shape: `exitOverride()` was called on the program before commands were added (they inherit it).
 */
export async function runProgram(program: Command, io: CliIo, args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    io.setExitCode(error.exitCode === 0 ? 0 : EXIT_BAD_USE);
  }
}
