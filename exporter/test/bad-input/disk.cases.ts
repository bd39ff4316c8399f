import { code, type Documented } from './documented.js';

const FULL = 'no space is left for the store in {store} (database or disk is full)';
const FREE_IT =
  'free space on that disk, and shorten store.retention if the store itself fills it; a running exporter tries again by itself and nothing is lost meanwhile';

/** What is said while the disk of the store is full; {store} is its folder. */
export const FULL_DISK = {
  /** /-/ready and every push are answered 503 with it. */
  unavailable: {
    code: 'HTTP_UNAVAILABLE',
    message: `nothing can be committed: ${FULL}: ${FREE_IT}`,
    advice: 'try again after the time in Retry-After, a push with the same Idempotency-Key',
  },
  /** In the log. */
  logged: `kind=commit_failed msg="state could not be committed: ${FULL}" error="${FULL}" advice="${FREE_IT}"`,
  /** On the status page, with the time in place of {since}. */
  problem: `Position and state cannot be committed since {since}: ${FULL}: ${FREE_IT}. Reading is paused; nothing is lost while the logs stay.`,
  atStart: `aiops: ${FULL} [STORE_DISK_FULL]\n  ${FREE_IT}\n`,
} as const;

export const READ_ONLY_DISK =
  'aiops: store.path {store} must be writable (EROFS: read-only file system) [STORE_NOT_WRITABLE]\n' +
  '  mount the folder for writing and give it to the user that the exporter runs as, or name another folder under store.path\n';

const shown = (text: string): string => code(text.replaceAll('{store}', './aiops-data').split('\n')[0] ?? '');

export const WHILE_RUNNING: Documented = {
  name: 'a disk that is full while the exporter runs',
  seen: `503 on \`/-/ready\` and for pushes: ${shown(FULL_DISK.unavailable.message)}; \`aiops_checkpoint_age_seconds\` grows; \`/metrics\` shows the numbers that were committed last`,
  kept: 'everything: reading goes on where it stopped once space is free; a batch whose answer was 503 counts once when it is sent again with its key',
};

export const PUSHED_WHILE_FULL: Documented = {
  name: 'a batch that arrives as the disk becomes full',
  seen: '202 once space is free; after 10 s 503, which says that it is open whether the batch was taken',
  kept: 'the batch, once, when it is sent again with its key',
};

export const KILLED_WHILE_FULL: Documented = {
  name: 'an exporter that is killed while its disk is full',
  seen: 'the same, until then',
  kept: 'everything: the next start reads on from the last commit',
};

export const FULL_AT_START: Documented = {
  name: 'a disk that is full at the start',
  seen: `exit code 2: ${shown(FULL_DISK.atStart)}`,
  kept: 'the store as it was, and what the logs hold meanwhile',
};

export const READ_ONLY_AT_START: Documented = {
  name: 'a disk that is mounted read-only',
  seen: `exit code 2: ${shown(READ_ONLY_DISK)}`,
  kept: 'the store as it was, and what the logs hold meanwhile',
};
