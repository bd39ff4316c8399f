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
  CLI_TOO_FEW_WINDOWS: {
    status: 0,
    message: '{path} holds {found} windows of {window} with rows; a calibration takes at least {least}',
    advice: 'pass data of a longer time, or leave --window out: the baseline is then built without a calibration',
  },
  CLI_NOT_CALIBRATED: {
    status: 0,
    message: 'models.{model}.drift.threshold is auto, and {path} holds no calibration',
    advice: 'build it with aiops baseline build --time COLUMN --window LENGTH, or set a number',
  },
  CLI_OPTION_MISSING: {
    status: 0,
    message: '{command} requires the option {option}',
    advice: 'see {command} --help',
  },
  CLI_QUALITY_METRIC: {
    status: 0,
    message: '{metric} is no metric of a {task} model that can decide',
    advice: 'name one of {known}',
  },
  CLI_QUALITY_MARGIN: {
    status: 0,
    message: '{metric} is not a share of 1 and needs --margin',
    advice: 'say how much worse than the reference it may be, in its own unit',
  },
  CLI_QUALITY_COLUMNS: {
    status: 0,
    message: 'quality of a {task} model needs {missing}',
    advice: 'name the column, or the right --task',
  },
  CLI_QUALITY_LABELS_ID: {
    status: 0,
    message: '--labels needs --id, the column that both files have',
    advice: 'name the column by which labels find their rows',
  },
  CLI_QUALITY_NO_LABELS: {
    status: 0,
    message: 'column {column} of {path} holds no label',
    advice: 'name the column with what would have been right',
  },
  CLI_QUALITY_NO_POSITIVE: {
    status: 0,
    message: 'column {column} of {path} never holds the positive class {positive} (found {found})',
    advice: 'name the label of the positive class with --positive, or another --task',
  },
  CLI_PAGE_NOT_WRITTEN: {
    status: 0,
    message: '{path} could not be written ({reason})',
    advice: 'check that the folder exists, is writable and has space left',
  },
  CLI_SEASON_POLICY: {
    status: 0,
    message: 'seasons are a part of the default policy (found --season with --policy {policy}, which has none)',
    advice: 'leave --season or --policy out',
  },
  CLI_VERDICT_UNKNOWN: {
    status: 0,
    message: 'no stored verdict has the id {id}',
    advice: 'list them with aiops drift explain; they are kept for store.retention.verdicts',
  },
  CLI_ALERT_UNKNOWN: {
    status: 0,
    message: 'no rule of {rules} is called {alert}',
    advice: 'correct the name; names are case-sensitive',
  },
  CLI_BAD_LABEL: {
    status: 0,
    message: 'a label must be given as label=value (found {found})',
    advice: 'write it as in severity=warning',
  },
  CLI_PERIOD: {
    status: 0,
    message: '--since must be before --until',
    advice: 'give two times, the earlier one as --since',
  },
  CLI_FILE_UNREADABLE: {
    status: 0,
    message: '{path} cannot be read: {problem}',
    advice: 'correct the path, or the file',
  },
  CLI_SCHEMA_UNKNOWN: {
    status: 0,
    message: '{name} is neither a file nor a registered schema ({known})',
    advice: 'correct the name; a schema is registered when its baseline begins to judge',
  },
  CLI_THREAD_ENDED: {
    status: 503,
    message: 'the ingest thread has ended: {how}',
    advice: 'the exporter stops by itself; see the last lines of its log, and let the supervisor start it again',
  },
  CLI_INIT_NO_LOG: {
    status: 0,
    message: 'init --from {path} {problem}',
    advice: 'name a log file, a folder of them, or a pattern in quotes',
  },
  CLI_INIT_EXISTS: {
    status: 0,
    message: 'init would overwrite {path}',
    advice: 'move it away, or name another folder with --out',
  },
  CLI_INIT_REFERENCE: {
    status: 0,
    message: 'init --reference {reference} cannot be used: {problem}',
    advice: 'leave it out, and build the baseline by aiops baseline build with the columns named',
  },
  CLI_INIT_REFUSED: {
    status: 0,
    message: 'this version cannot run a configuration for format {format}: {fault}',
    advice: 'nothing was written; convert the log to JSON lines or CSV, or push its records by HTTP',
  },
  CLI_BACKFILL_TWO_SETUPS: {
    status: 0,
    message: 'backfill got --config and --model, which both say how the log is read',
    advice: 'leave one of them out; what --model and the options beside it say can all stand in a configuration',
  },
  CLI_BACKFILL_SOURCE_UNKNOWN: {
    status: 0,
    message: 'backfill --source {found} is none of the sources of the configuration: {known}',
    advice: 'correct the name, or leave the option out to read all file sources',
  },
  CLI_BACKFILL_NO_FILES: {
    status: 0,
    message: 'none of the sources {known} is read from files',
    advice: 'name the files with --from and the source whose map they have with --source; snapshots have no history to write',
  },
  CLI_BACKFILL_WHICH_SOURCE: {
    status: 0,
    message: 'backfill --from needs one source that says how the files are read; the configuration has {known}',
    advice: 'choose it with --source',
  },
  CLI_BACKFILL_STORE_EXISTS: {
    status: 0,
    message: 'backfill --store {folder} holds a store already',
    advice: 'name a new folder: history that is older than what a store has read would come late',
  },
  CLI_BACKFILL_SOURCE: {
    status: 0,
    message: 'source {source} cannot be read to its end: {problem}',
    advice: 'nothing was written; correct the path, the rights or the format and run it again',
  },
  CLI_BACKFILL_WRITE: {
    status: 0,
    message: 'backfill cannot write {path}: {problem}',
    advice: 'nothing was left behind; make room or name another folder. A longer --step, --since and --until make the file smaller',
  },
  CLI_PROMETHEUS: {
    status: 0,
    message: '--prometheus {url} did not answer: {problem}',
    advice: 'give the base URL of a Prometheus whose rules have fired, as in http://127.0.0.1:9090, and matchers as PromQL has them',
  },
  CLI_HISTORY_RANGE: {
    status: 0,
    message: 'incidents backfill takes a --from that is before --to and less than {days} days ago (found {from} and {to})',
    advice: 'choose a later --from: facts of incidents that ended longer ago are not kept',
  },
  CLI_LISTEN: {
    status: 0,
    message: 'server.listen {address} cannot be used: {problem}',
    advice: 'choose another address, or stop what holds it; port 0 takes a free one',
  },
} as const;

export const cliError = errorsOf(CLI_ERRORS);
