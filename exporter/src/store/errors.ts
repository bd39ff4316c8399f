import { errorsOf } from '../contract/index.js';

export const STORE_ERRORS = {
  STORE_NOT_A_FOLDER: {
    status: 0,
    message: 'store.path must be a folder (found something else at {path})',
    advice: 'name another folder under store.path, or move what is there out of the way',
  },
  STORE_NOT_WRITABLE: {
    status: 0,
    message: 'store.path {folder} must be writable ({reason})',
    advice: 'mount the folder for writing and give it to the user that the exporter runs as, or name another folder under store.path',
  },
  STORE_MISSING: {
    status: 0,
    message: 'there is no store in {folder}',
    advice:
      'check store.path, and that the command is run from the same folder as the exporter; the exporter makes the store at its first start',
  },
  STORE_LOCKED: {
    status: 0,
    message: 'the store in {folder} is in use by another exporter',
    advice: 'stop the other exporter (the lock ends with its process, also after kill -9), or give this one a store.path of its own',
  },
  STORE_BUSY: {
    status: 503,
    message: 'the store in {folder} was locked by another command for more than {seconds} s',
    advice:
      'wait for the other aiops command to end, and look for one that hangs; nothing of this commit was applied, it can be tried again',
  },
  STORE_DISK_FULL: {
    status: 503,
    message: 'no space is left for the store in {folder} ({problem})',
    advice:
      'free space on that disk, and shorten store.retention if the store itself fills it; a running exporter tries again by itself and nothing is lost meanwhile',
  },
  STORE_CORRUPT: {
    status: 503,
    message: 'the store {path} is damaged ({problem}); it was left as it is',
    advice:
      'stop the exporter and restore a backup of the folder, or move aiops.db, aiops.db-wal and aiops.db-shm together into a folder beside them ' +
      '(keep them: they hold the only copy) and start again with an empty store: counters begin at 0 and baselines must be activated again',
  },
  STORE_FOREIGN: {
    status: 0,
    message: '{path} must be a store of this exporter (found an SQLite database of another program)',
    advice: 'name another folder under store.path',
  },
  STORE_NEWER: {
    status: 0,
    message: 'the store in {folder} has schema version {found}, this version of the exporter knows {known}',
    advice: 'use the newer exporter again, or another store.path; a store is never taken back to an older version',
  },
  STORE_OLDER: {
    status: 0,
    message: 'the store in {folder} has schema version {found}, this command needs {known}, and an older exporter is using it',
    advice: 'restart the exporter in the version of this command: it brings the store up to date',
  },
  STORE_IO: {
    status: 503,
    message: 'the store in {folder} could not be read or written ({problem})',
    advice: 'look for disk or mount errors in the system log; nothing of this commit was acknowledged, it is tried again',
  },
  STORE_FAILED: {
    status: 500,
    message: 'the store in {folder} refused a statement ({problem})',
    advice: 'this is a fault of the exporter: please report it with this text; nothing of this commit was applied',
  },
  STORE_NOT_IN_COMMIT: {
    status: 500,
    message: 'records are written inside store.commit only, and a commit holds no other commit (found {found})',
    advice: 'this is a fault of the exporter: please report it with this text',
  },
  STORE_CLOSED: {
    status: 503,
    message: 'the store in {folder} is closed',
    advice: 'the exporter is stopping: try again when it is back',
  },
  STORE_VERDICT_UNKNOWN: {
    status: 404,
    message: 'no stored verdict has the id {id}',
    advice: 'list them with GET /api/v1/verdicts or on the status page; verdicts are kept for store.retention.verdicts',
  },
  STORE_UNKNOWN_BASELINE: {
    status: 404,
    message: 'no baseline with sha256 {sha256} is in the store',
    advice: 'activate it from its file: the file is taken into the store first',
  },
  STORE_UNKNOWN_ACTIVATION: {
    status: 500,
    message: 'no activation has the id {id}',
    advice: 'this is a fault of the exporter: please report it with this text',
  },
} as const;

export const storeError = errorsOf(STORE_ERRORS);
