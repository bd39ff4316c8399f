import { copyOneLine, elementEnd, endsAt, jsonStart } from './json-element.js';

/** `reason` as the format would give it. */
export type JsonLine =
  { readonly ok: true; readonly line: Buffer } | { readonly ok: false; readonly reason: 'syntax' | 'too_deep'; readonly problem: string };

/**
 * One JSON value as one line: newlines between its tokens become spaces, and nothing else is changed.
 *
 * The value is not parsed. But it is certain to be one: where the line is valid JSON with something put around it
 * (`{"data":` before, `}` behind), what was put around is still what it says. A comma or a bracket of the value cannot end it,
 * so that who writes the value cannot add members beside it.
 */
export function jsonLine(body: Buffer, maxDepth: number): JsonLine {
  const start = jsonStart(body);
  const end = elementEnd(body, start, maxDepth);
  if ('problem' in end) return { ok: false, reason: end.reason, problem: end.problem };
  if (end.at === start) return { ok: false, reason: 'syntax', problem: 'is empty' };
  if (!endsAt(body, end.at)) return { ok: false, reason: 'syntax', problem: 'is followed by something else' };
  const line = Buffer.allocUnsafeSlow(end.at - start);
  return { ok: true, line: line.subarray(0, copyOneLine(body, start, end.at, line)) };
}
