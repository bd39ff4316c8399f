import { spawn, type ChildProcess } from 'node:child_process';

/** A program that a test started, with everything it printed. */
export interface Child {
  readonly process: ChildProcess;
  /** Standard output and error so far. */
  output(): string;
  /** Resolves with the match once the output holds it; rejects with the output when the program ends before, or after `patienceMs`. */
  printed(pattern: RegExp, patienceMs?: number): Promise<RegExpExecArray>;
  /** Resolves with the exit code, or null where a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const PATIENCE_MS = 30_000;

/** Starts a program; the caller stops it. */
export function startChild(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const listener of [...listeners]) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const printed = (pattern: RegExp, patienceMs = PATIENCE_MS): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${command} ${why} and did not print ${String(pattern)}:\n${text}`)));
      const timer = setTimeout(() => fail(`ran ${patienceMs} ms`), patienceMs);
      const look = (): void => {
        const match = pattern.exec(text);
        if (match) settle(() => resolve(match));
      };
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        listeners.delete(look);
        act();
      };
      listeners.add(look);
      void ended.then(() => fail('ended'));
      look();
    });
  return {
    process: child,
    output: () => text,
    printed,
    ended,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
}
