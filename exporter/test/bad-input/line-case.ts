import type { Documented } from './documented.js';
import { keptInWords, outcomeInWords, slugOf, type Outcome } from './outcome.js';
import { GOOD, line } from './sample-log.js';

/** Bad lines between two good ones, in a log file and under a model of their own. */
export interface LineCase extends Outcome {
  readonly name: string;
  /** Without the last line end. */
  readonly bad: string | Buffer;
  /** Where the model comes from; `constant` unless said. */
  readonly model?: 'constant' | 'record';
  /** How the lines are written; one after the other unless said. */
  readonly written?: (before: string, bad: Buffer, after: string) => Buffer;
  /** A line that is written once a window of the model was closed. */
  readonly afterwards?: string;
}

export function contentOf(lineCase: LineCase): Buffer {
  const model = slugOf(lineCase);
  const [before, after] = [line({ ...GOOD.before, model }), line({ ...GOOD.after, model })];
  const bad = Buffer.from(lineCase.bad);
  return lineCase.written?.(before, bad, after) ?? Buffer.concat([Buffer.from(`${before}\n`), bad, Buffer.from(`\n${after}\n`)]);
}

export function documentedLine(lineCase: LineCase): Documented {
  return { name: lineCase.name, seen: outcomeInWords(lineCase), kept: keptInWords(lineCase) };
}
