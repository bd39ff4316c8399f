import { CodedError } from '../contract/index.js';
import type { CliIo } from './cli-io.js';

/** What a person needs to know, in a few lines; a stack only for a defect of ours. */
export function printProblem(io: CliIo, error: unknown): void {
  if (!(error instanceof CodedError)) {
    io.stderr.write(`aiops: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return;
  }
  for (const fault of error.faults) io.stderr.write(`${fault}\n`);
  io.stderr.write(`aiops: ${error.message} [${error.code}]\n  ${error.advice}\n`);
}
