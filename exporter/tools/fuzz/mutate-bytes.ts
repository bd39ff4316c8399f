import type { Choose } from './choose.js';

/** Broken and unfinished sequences, overlong forms, surrogates. */
const INVALID_UTF8 = [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0x80], [0xc0, 0xaf], [0xf5, 0x80, 0x80, 0x80]];
const CONTROL = [0, 1, 7, 8, 9, 11, 12, 13, 14, 26, 27, 28, 31, 127];
/** Bytes that mean something to JSON. */
const SIGNS = [...Buffer.from('"\\,:{}[]0-.e+ \t/u')];

/** Does to the printed line what cannot be said in text. Mutations that it does not know leave the line as it is. */
export function mutateBytes(choose: Choose, line: Buffer, mutation: string): Buffer {
  if (mutation === 'missing comma') return withoutOne(choose, line, choose.one([44, 58, 34, 125]));
  if (mutation === 'truncated line') return line.subarray(0, choose.below(line.length + 1));
  if (mutation === 'CRLF') return Buffer.concat([line, Buffer.from('\r')]);
  if (mutation === 'byte order mark')
    return Buffer.concat([Buffer.from(choose.one(['\ufeff', '\ufeff\ufeff', ' \ufeff', '\ufeff '])), line]);
  if (mutation === 'invalid UTF-8') return replaced(choose, line, choose.one(INVALID_UTF8));
  if (mutation === 'control character') return replaced(choose, line, [choose.one(CONTROL)]);
  if (mutation !== 'random bytes') return line;
  let bytes = line;
  for (let n = 1 + choose.below(3); n > 0; n--)
    bytes = replaced(choose, bytes, [choose.chance(0.5) ? choose.below(256) : choose.one(SIGNS)]);
  return bytes;
}

function withoutOne(choose: Choose, line: Buffer, byte: number): Buffer {
  const places = [...line.keys()].filter((i) => line[i] === byte);
  if (places.length === 0) return line;
  const at = choose.one(places);
  return Buffer.concat([line.subarray(0, at), line.subarray(at + 1)]);
}

/** Puts bytes in, over 0 to 3 of the others. */
function replaced(choose: Choose, line: Buffer, bytes: readonly number[]): Buffer {
  const at = choose.below(line.length + 1);
  return Buffer.concat([line.subarray(0, at), Buffer.from(bytes), line.subarray(at + choose.below(4))]);
}
