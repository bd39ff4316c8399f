/**
 * Strict JSON walkers over the bytes of a line. The line must end with a newline, which no JSON token may hold: no walker steps
 * over it, so none can run away. Each returns the offset behind what it read, or -1 where JSON.parse would throw.
 */

const TAB = 9;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const PLUS = 43;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const LOWER_E = 101;
const LOWER_U = 117;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What may follow a backslash beside `u`: " \ / b f n r t. */
const ESCAPED = new Set([34, 92, 47, 98, 102, 110, 114, 116]);

/** Behind white space, which may be none. */
export function skipSpace(b: Buffer, p: number): number {
  let c = b[p];
  while (c === SPACE || c === TAB || c === RETURN) c = b[++p];
  return p;
}

const [QUOTES, ESCAPES, ONES, SPACES, HIGH_BITS] = [0x22222222, 0x5c5c5c5c, 0x01010101, 0x20202020, 0x80808080 | 0] as const;

/**
 * As skipString, four bytes of plain ASCII at a time; `v` views the bytes of `b`. Reads up to three bytes behind the newline.
 * Gained: a UUID in 13 ns instead of 31 (Node 20.20, one core).
 */
export function skipText(b: Buffer, v: DataView, p: number): number {
  for (;;) {
    const w = v.getInt32(p, true);
    // The high bit of a byte is set where it is a quote, a backslash, a control byte or not ASCII (or follows one in the word).
    if ((((w ^ QUOTES) - ONES) | ((w ^ ESCAPES) - ONES) | (w - SPACES) | w) & HIGH_BITS) return skipString(b, p);
    p += 4;
  }
}

/** From inside a string to behind its closing quote. Bytes from 0x80 on pass: broken UTF-8 is read as U+FFFD, not refused. */
export function skipString(b: Buffer, p: number): number {
  for (;;) {
    const c = b[p++] as number;
    if (c === QUOTE) return p;
    if (c < SPACE) return -1;
    if (c === BACKSLASH) {
      const escaped = b[p++] as number;
      if (escaped === LOWER_U) {
        if (!/^[0-9a-f]{4}$/i.test(b.toString('latin1', p, p + 4))) return -1;
        p += 4;
      } else if (!ESCAPED.has(escaped)) return -1;
    }
  }
}

export function skipNumber(b: Buffer, p: number): number {
  if (b[p] === MINUS) p++;
  if (b[p] === ZERO) p++;
  else if ((p = skipDigits(b, p)) < 0) return -1;
  if (b[p] === DOT && (p = skipDigits(b, p + 1)) < 0) return -1;
  if (((b[p] as number) | SPACE) === LOWER_E) {
    p++;
    if (b[p] === PLUS || b[p] === MINUS) p++;
    p = skipDigits(b, p);
  }
  return p;
}

/** At least one digit. */
function skipDigits(b: Buffer, p: number): number {
  const from = p;
  while (((b[p] as number) - ZERO) >>> 0 < 10) p++;
  return p === from ? -1 : p;
}

/** Any value that opens at most `depth` brackets at once. A deeper one gives -1 as well: the referee shall look at it. */
export function skipValue(b: Buffer, p: number, depth: number): number {
  const c = b[p];
  if (c === QUOTE) return skipString(b, p + 1);
  if (c === OPEN_OBJECT || c === OPEN_LIST) return depth > 0 ? skipMembers(b, p, depth - 1) : -1;
  if (c === 110) return b[p + 1] === 117 && b[p + 2] === 108 && b[p + 3] === 108 ? p + 4 : -1; // null
  if (c === 116) return b[p + 1] === 114 && b[p + 2] === 117 && b[p + 3] === 101 ? p + 4 : -1; // true
  if (c === 102) return b[p + 1] === 97 && b[p + 2] === 108 && b[p + 3] === 115 && b[p + 4] === 101 ? p + 5 : -1; // false
  return skipNumber(b, p);
}

function skipMembers(b: Buffer, p: number, depth: number): number {
  const isObject = b[p] === OPEN_OBJECT;
  const close = isObject ? CLOSE_OBJECT : OPEN_LIST + 2;
  p = skipSpace(b, p + 1);
  if (b[p] === close) return p + 1;
  for (;;) {
    if (isObject) {
      if (b[p] !== QUOTE || (p = skipString(b, p + 1)) < 0) return -1;
      p = skipSpace(b, p);
      if (b[p] !== COLON) return -1;
      p = skipSpace(b, p + 1);
    }
    if ((p = skipValue(b, p, depth)) < 0) return -1;
    p = skipSpace(b, p);
    const c = b[p++];
    if (c === close) return p;
    if (c !== COMMA) return -1;
    p = skipSpace(b, p);
  }
}
