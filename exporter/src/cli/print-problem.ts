import { ConfigError } from '../config/index.js';
import { CodedError } from '../contract/index.js';
import type { CliIo } from './cli-io.js';

/** What a person needs to know, in a few lines; a stack only for a defect of ours. */
export function printProblem(io: CliIo, error: unknown): void {
  if (error instanceof ConfigError) io.stderr.write(`${error.faults.join('\n')}\n`);
  if (error instanceof CodedError) io.stderr.write(`aiops: ${error.message} [${error.code}]\n  ${error.advice}\n`);
  else io.stderr.write(`aiops: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
