const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 91, 93, 123, 125] as const;
const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32] as const;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Where an element ends, or why it does not. */
export type End = { readonly at: number } | { readonly reason: 'syntax' | 'too_deep'; readonly problem: string };

/** The first byte of the JSON in a body. RFC 8259 (8.1) lets a reader ignore a byte order mark, and tools on Windows write it. */
export function jsonStart(body: Buffer): number {
  const hasMark = body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  return skipSpace(body, hasMark ? BYTE_ORDER_MARK.length : 0);
}

/** First byte behind an element: a comma or a closing bracket outside of it, or the end of the body. */
export function elementEnd(body: Buffer, start: number, maxDepth: number): End {
  let depth = 0;
  for (let at = start; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte === QUOTE) {
      at = stringEnd(body, at + 1);
      if (at < 0) return { reason: 'syntax', problem: 'holds a string that does not end, or a line break in a string' };
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (++depth > maxDepth) return { reason: 'too_deep', problem: `is nested deeper than ${maxDepth}` };
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (depth-- === 0) return { at };
    } else if (byte === COMMA && depth === 0) return { at };
  }
  return depth > 0 ? { reason: 'syntax', problem: 'does not end' } : { at: body.length };
}

/** Where the closing quote of a string is; -1 when there is none, or a raw control character stands before it. */
function stringEnd(body: Buffer, start: number): number {
  for (let at = start; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
    else if (byte < SPACE) return -1;
  }
  return -1;
}

/** Copies without leading and trailing space, newlines as spaces; returns the bytes written. */
export function copyOneLine(body: Buffer, from: number, to: number, lines: Buffer, out = 0): number {
  let end = to;
  while (end > from && isSpace(body[end - 1] as number)) end--;
  for (let at = from, write = out; at < end; at++, write++) {
    const byte = body[at] as number;
    lines[write] = byte === NEWLINE || byte === RETURN ? SPACE : byte;
  }
  return end - from;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}

/** The first byte from here on that is no white space, or the end. */
export function skipSpace(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length && isSpace(body[at] as number)) at++;
  return at;
}

/** Whether nothing but white space follows. */
export function endsAt(body: Buffer, at: number): boolean {
  return skipSpace(body, at) === body.length;
}
