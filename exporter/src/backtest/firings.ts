import { parseDuration } from '../contract/index.js';
import { backtestError } from './errors.js';

/** One alert from the step at which it began to fire to the one at which it no longer did. */
export interface Firing {
  readonly labels: Readonly<Record<string, string>>;
  readonly startMs: number;
  /** Null: it fired to the end of the history. */
  readonly endMs: number | null;
}

interface Change {
  readonly labels: Readonly<Record<string, string>>;
  readonly atMs: number;
  readonly isBegin: boolean;
}

/** Labels that Prometheus adds. */
const ADDED = new Set(['__name__', 'alertstate']);
const COMPLAINT = /expr: "(?:[^"\\]|\\.)*", time: ([\dhmsy.dw]+),\s+exp: [^\n]*\n\s+got: /g;
const SAMPLE = /[,\s]*\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\} ([01])E\+00/gy;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads the firings off what promtool complains about (see replayTest).
 *
 * @param output of `promtool test rules`
 * @param file where the rules come from, for the message
 * @param originMs the time that stood for 1970
 * Errors: BACKTEST_PROMTOOL_FAILED where it did not get so far as to test
 */
export function readFirings(output: string, file: string, originMs: number): Firing[] {
  const { changes, rest } = readChanges(output, originMs);
  if (rest !== '') throw backtestError('BACKTEST_PROMTOOL_FAILED', { file, problem: rest });
  const open = new Map<string, Change>();
  const firings: Firing[] = [];
  for (const change of changes.sort((a, b) => a.atMs - b.atMs)) {
    const key = JSON.stringify(Object.entries(change.labels).sort());
    if (change.isBegin) open.set(key, change);
    else {
      const begin = open.get(key);
      open.delete(key);
      if (begin) firings.push({ labels: begin.labels, startMs: begin.atMs, endMs: change.atMs });
    }
  }
  for (const { labels, atMs } of open.values()) firings.push({ labels, startMs: atMs, endMs: null });
  return firings.sort((a, b) => a.startMs - b.startMs);
}

/** The changes, and the first line of what promtool says beside them: it did not come so far as to test. */
function readChanges(output: string, originMs: number): { changes: Change[]; rest: string } {
  const changes: Change[] = [];
  const rest: string[] = [];
  let readTo = 0;
  for (const complaint of output.matchAll(COMPLAINT)) {
    rest.push(output.slice(readTo, complaint.index));
    const atMs = originMs + goDuration(complaint[1] ?? '');
    readTo = complaint.index + complaint[0].length;
    for (;;) {
      SAMPLE.lastIndex = readTo;
      const sample = SAMPLE.exec(output);
      if (!sample) break;
      changes.push({ labels: labelsOf(sample[1] ?? ''), atMs, isBegin: sample[2] === '1' });
      readTo = SAMPLE.lastIndex;
    }
  }
  rest.push(output.slice(readTo));
  const [said = ''] = rest.flatMap((text) => text.split('\n').filter((line) => !/^\s*(Unit Testing:.*|FAILED:|SUCCESS|)\s*$/.test(line)));
  const isTested = changes.length > 0 || output.includes('SUCCESS');
  return { changes, rest: said.trim().slice(0, 300) || (isTested ? '' : 'it says nothing') };
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, unquoted(value)] as const);
  return Object.fromEntries(pairs.filter(([name]) => !ADDED.has(name)));
}

/** A text as Go quotes it. */
function unquoted(text: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };
  return text.replaceAll(/\\(u[\da-f]{4}|U[\da-f]{8}|x[\da-f]{2}|.)/gs, (_, code: string) =>
    code.length > 1 ? String.fromCodePoint(parseInt(code.slice(1), 16)) : (named[code] ?? code),
  );
}

/** `1h5m0s`: the parts of it are durations as everywhere. */
function goDuration(text: string): number {
  return [...text.matchAll(/[\d.]+(?:ms|[smhdwy])/g)].reduce((sum, [part]) => sum + (parseDuration(part) ?? 0), 0);
}
