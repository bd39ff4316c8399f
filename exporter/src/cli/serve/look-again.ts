import type { Notify } from '../../contract/index.js';
import type { SecretWatch } from './secret-watch.js';

/**
 * How often the files of tokens and certificates are read.
 * Why 1 s:  a change counts when two looks find the same, so it is taken over within two seconds; kubelet itself takes a minute.
 * Too low:  system calls for nothing. Too high: an old token that was taken back is good for longer.
 * Change:   in code. Pinned by: secret-watch.test.ts (two looks), exporter/test/http/rotation.test.ts (in a running exporter)
 */
const LOOK_INTERVAL_MS = 1000;

/** Looks at the secrets again and again, until it is stopped. The next look waits for the one before, however slow the disk is. */
export function lookAgain(secrets: SecretWatch, notify: Notify): { stop(): void } {
  let timer: NodeJS.Timeout;
  let isStopped = false;
  const fail = (error: unknown): void => notify({ kind: 'request_failed', route: 'tokens and certificates', error: String(error) });
  const next = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => void secrets.look().catch(fail).finally(next), LOOK_INTERVAL_MS).unref();
  };
  next();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
