import type { RunnerClock } from '../../pipeline/index.js';

/** The real clock of a thread. */
export function systemClock(): RunnerClock {
  let wakeUp: (() => void) | null = null;
  return {
    nowMs: Date.now,
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(done, ms);
        function done(): void {
          clearTimeout(timer);
          wakeUp = null;
          resolve();
        }
        wakeUp = done;
      }),
    wake: () => wakeUp?.(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
