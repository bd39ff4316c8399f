import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, type Documented } from './documented.js';
import { keptInWords, outcomeInWords, slugOf, type Outcome } from './outcome.js';
import { GOOD, line } from './sample-log.js';

export type GoodLines = readonly [before: string, after: string];

/** What is at the path of a source, under a model of its own. {folder} in texts is the folder of the case. */
export interface FileCase extends Outcome {
  readonly name: string;
  /** Of the source, below the folder; log.jsonl unless said. */
  readonly path?: string;
  /** Makes what is wrong. */
  readonly make: (folder: string, good: GoodLines) => void;
  /** What the status page and the API say of the source, word by word. */
  readonly problem?: string;
  /** A part of a line of the log. */
  readonly logged?: string;
  /** Records that can be read before `then`; none unless said. */
  readonly eventsAtFirst?: number;
  /** Puts it right once the problem is told, or makes it worse. */
  readonly then?: (folder: string, good: GoodLines) => void;
  /** What is said of the source in the end; nothing unless said. */
  readonly problemInTheEnd?: string;
  readonly kept?: string;
}

export function goodLinesOf(fileCase: FileCase): GoodLines {
  const model = slugOf(fileCase);
  return [line({ ...GOOD.before, model }), line({ ...GOOD.after, model })];
}

export function linesOf(lines: readonly string[]): string {
  return lines.map((each) => `${each}\n`).join('');
}

/** The log as it is to be. */
export function writeLog(folder: string, good: GoodLines): void {
  writeFileSync(join(folder, 'log.jsonl'), linesOf(good));
}

export function documentedFile(fileCase: FileCase): Documented {
  const { name, problem, problemInTheEnd, logged, then } = fileCase;
  const said = [problem, logged, problemInTheEnd]
    .filter((text) => text !== undefined)
    .map((text) => code(text.replaceAll('{folder}', '/logs')));
  const seen = [...said, outcomeInWords(fileCase)].filter(Boolean).join('; ');
  const kept = problem !== undefined && then ? 'everything: the file is read once that is put right' : keptInWords(fileCase);
  return { name, seen, kept: fileCase.kept ?? kept };
}
