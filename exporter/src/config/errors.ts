import { CodedError, errorsOf } from '../contract/index.js';

export const CONFIG_ERRORS = {
  CONFIG_UNREADABLE: {
    status: 0,
    message: 'the configuration {path} cannot be read: {problem}',
    advice: 'name a file with --config; without it ./aiops.yaml is read. docs/examples holds files to begin with',
  },
  CONFIG_INVALID: {
    status: 400,
    message: 'the configuration {path} has {count} fault(s)',
    advice: 'correct each line that is named; docs/configuration.md explains every key, and `aiops validate` checks without starting',
  },
} as const;

export const configError = errorsOf(CONFIG_ERRORS);

/** All faults of a configuration at once, each with file, line and key. */
export class ConfigError extends CodedError {
  override readonly faults: readonly string[];

  constructor(path: string, faults: readonly string[]) {
    super('CONFIG_INVALID', CONFIG_ERRORS.CONFIG_INVALID, { path, count: faults.length });
    this.faults = faults;
  }
}
