import { ConfigError } from '../../config/index.js';
import { CodedError } from '../../contract/index.js';

/** An error as lines for a person: every fault of a configuration, or what was found and what to do. */
export function problemLines(error: unknown): string[] {
  if (error instanceof ConfigError) return [...error.faults];
  if (error instanceof CodedError) return [`${error.message}: ${error.advice}`];
  return [error instanceof Error ? error.message : String(error)];
}
