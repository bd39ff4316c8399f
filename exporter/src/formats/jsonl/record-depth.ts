const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Whether buffer[start, end) opens more than `maxDepth` brackets at once, outside of strings. The record itself is depth 1.
 *
 * Looks at brackets only, so it also answers for lines that are no JSON: a closing bracket too many counts as none, a string
 * that does not end reaches to the end. Iterative: a line of a million brackets costs a million steps and no stack.
 */
export function isDeeperThan(buffer: Buffer, start: number, end: number, maxDepth: number): boolean {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = buffer[at];
    if (byte === QUOTE) {
      for (at++; at < end && buffer[at] !== QUOTE; at++) if (buffer[at] === BACKSLASH) at++;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (++depth > maxDepth) return true;
    } else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && depth > 0) depth--;
  }
  return false;
}
