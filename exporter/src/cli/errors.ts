import { errorsOf } from '../contract/index.js';

export const CLI_ERRORS = {
  CLI_POLICY_UNKNOWN: {
    status: 0,
    message: 'drift --policy must be one of: {known} (found {found})',
    advice: 'leave the option out for the default policy',
  },
  CLI_NOTHING_TO_COMPARE: {
    status: 0,
    message: '{reference} and {current} have no column in common that is not left out',
    advice: 'check the two files; nested features are reached with --features-at',
  },
  CLI_COLUMN_UNKNOWN: {
    status: 0,
    message: '{option} names the column {column}, which neither file has',
    advice: 'correct the name; names are case-sensitive',
  },
  CLI_OPTION_MISSING: {
    status: 0,
    message: '{command} requires the option {option}',
    advice: 'see {command} --help',
  },
  CLI_VERDICT_UNKNOWN: {
    status: 0,
    message: 'no stored verdict has the id {id}',
    advice: 'list them with aiops drift explain; they are kept for store.retention.verdicts',
  },
  CLI_THREAD_ENDED: {
    status: 503,
    message: 'the ingest thread has ended: {how}',
    advice: 'the exporter stops by itself; see the last lines of its log, and let the supervisor start it again',
  },
  CLI_LISTEN: {
    status: 0,
    message: 'server.listen {address} cannot be used: {problem}',
    advice: 'choose another address, or stop what holds it; port 0 takes a free one',
  },
} as const;

export const cliError = errorsOf(CLI_ERRORS);
