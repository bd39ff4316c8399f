import type { CliIo } from './cli-io.js';

/** Quick work says nothing; after this long a line tells that something happens, and again after as long. */
const QUIET_MS = 2000;
const CLEAR_LINE = '\r\u001b[K';

export interface ProgressLine {
  show(text: string): void;
  /** Removes the line, before results are printed. */
  end(): void;
}

/** Progress on stderr: one line that is rewritten in a terminal, else a line every two seconds. */
export function progressLine(io: CliIo, nowMs: () => number = Date.now): ProgressLine {
  let lastMs = nowMs();
  return {
    show: (text) => {
      if (io.isTty) return void io.stderr.write(`${CLEAR_LINE}${text}`);
      if (nowMs() - lastMs < QUIET_MS) return;
      lastMs = nowMs();
      io.stderr.write(`${text}\n`);
    },
    end: () => {
      if (io.isTty) io.stderr.write(CLEAR_LINE);
    },
  };
}
