import { CodedError } from '../contract/index.js';
import type { CliIo } from './cli-io.js';
import { printProblem } from './print-problem.js';

/** Exit code for bad use and unreadable input. */
export const EXIT_BAD_USE = 2;

/** Runs a command; what a person can correct is printed as two lines and sets the exit code. Everything else is a defect and thrown on. */
export async function runCommand(io: CliIo, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    printProblem(io, error);
    io.setExitCode(EXIT_BAD_USE);
  }
}
