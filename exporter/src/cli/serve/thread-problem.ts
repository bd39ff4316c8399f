import { CodedError } from '../../contract/index.js';
import type { ThreadProblem } from './messages.js';

/** An error as it goes to another thread. */
export function threadProblem(error: unknown): ThreadProblem {
  if (error instanceof CodedError) {
    const { code, status, message, advice } = error;
    return { kind: 'coded', code, status, message, advice };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'defect', message, stack: stack ?? message };
}

/** The error that a problem from another thread stands for. */
export function errorOfThread(problem: ThreadProblem): Error {
  if (problem.kind === 'defect') return new Error(problem.message);
  const { code, status, message, advice } = problem;
  // The text is filled in already; braces in it are no placeholders.
  return new CodedError(code, { status, message: '{message}', advice: '{advice}' }, { message, advice });
}
