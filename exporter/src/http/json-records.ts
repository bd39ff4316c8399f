const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;
const NEWLINE = 10;

const isSpace = (c: number | undefined): boolean => c === 32 || c === 9 || c === 10 || c === 13;

export type JsonRecords = { readonly ok: true; readonly lines: Buffer } | { readonly ok: false; readonly problem: string };

/**
 * Turns a JSON array of records (or one record) into JSON lines without parsing the values: element n becomes line n + 1, line
 * breaks between tokens become spaces. Whether each element is valid is left to the decoder, which names the line.
 *
 * @param maxDepth deepest nesting, so that a body of brackets costs nothing
 */
export function jsonRecords(body: Buffer, maxDepth: number): JsonRecords {
  let p = 0;
  // A byte order mark is allowed in front of a JSON text.
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) p = 3;
  while (isSpace(body[p])) p++;
  if (body[p] !== OPEN_BRACKET) return { ok: true, lines: flattened(body.subarray(p)) };
  const lines = Buffer.allocUnsafe(body.length + 1);
  let out = 0;
  let depth = 0;
  let inString = false;
  let isElementOpen = false;
  for (p++; p < body.length; p++) {
    const c = body[p] as number;
    if (inString) {
      if (c === BACKSLASH && p + 1 < body.length) {
        lines[out++] = c;
        lines[out++] = body[++p] as number;
        continue;
      }
      if (c === QUOTE) inString = false;
    } else if (c === QUOTE) inString = true;
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      if (++depth > maxDepth) return { ok: false, problem: `the body nests deeper than ${maxDepth} levels; nothing of this batch was taken` };
    } else if (c === CLOSE_BRACKET && depth === 0) {
      if (isElementOpen) lines[out++] = NEWLINE;
      for (p++; p < body.length; p++) if (!isSpace(body[p])) return { ok: false, problem: 'something follows the end of the JSON array; nothing of this batch was taken' };
      return { ok: true, lines: lines.subarray(0, out) };
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--;
    else if (c === COMMA && depth === 0) {
      lines[out++] = NEWLINE;
      isElementOpen = false;
      continue;
    }
    if (isSpace(c) && !inString) {
      lines[out++] = 32;
      continue;
    }
    isElementOpen = true;
    lines[out++] = c;
  }
  return { ok: false, problem: 'the JSON array does not end; nothing of this batch was taken' };
}

/** One record on one line. Inside strings a raw line break is no JSON anyway, and stays for the decoder to refuse. */
function flattened(body: Buffer): Buffer {
  let inString = false;
  const line = Buffer.from(body);
  for (let p = 0; p < line.length; p++) {
    const c = line[p] as number;
    if (inString && c === BACKSLASH) p++;
    else if (c === QUOTE) inString = !inString;
    else if (!inString && (c === NEWLINE || c === 13)) line[p] = 32;
  }
  return Buffer.concat([line, Buffer.from('\n')]);
}
