import { errorsOf } from '../contract/index.js';

export const STORE_ERRORS = {
  STORE_LOCKED: {
    status: 0,
    message: 'the store {folder} is in use by another exporter',
    advice: 'stop the other exporter, or give this one a folder of its own (store.path)',
  },
  STORE_FOLDER: {
    status: 0,
    message: 'the store folder {folder} cannot be used: {problem}',
    advice: 'make it a folder that this user may write to, or set store.path to one',
  },
  STORE_CORRUPT: {
    status: 503,
    message: 'the store {file} is damaged: {problem}',
    advice: 'stop the exporter and move the folder away: it starts with an empty store and reads the logs that are still there; keep the old folder for inspection',
  },
  STORE_TOO_NEW: {
    status: 0,
    message: 'the store {file} has schema version {found}, this exporter knows up to {known}',
    advice: 'run the newer exporter again, or give this one another folder (store.path)',
  },
  STORE_DISK_FULL: {
    status: 503,
    message: 'the disk that holds the store {folder} is full',
    advice: 'free space; the exporter keeps its position, tries again by itself and loses nothing that stays in the logs',
  },
  STORE_FAILED: {
    status: 503,
    message: 'the store {folder} could not be written: {problem}',
    advice: 'look at the disk; the exporter keeps its position and tries again by itself',
  },
  STORE_VERDICT_UNKNOWN: {
    status: 404,
    message: 'no stored verdict has the id {id}',
    advice: 'list them with GET /api/v1/verdicts or on the status page; verdicts are kept for store.retention.verdicts',
  },
} as const;

export const storeError = errorsOf(STORE_ERRORS);
