import type { Choose } from './choose.js';
import { anyValue, noJson } from './json-values.js';
import { mutateBytes } from './mutate-bytes.js';

const BYTES = ['missing comma', 'truncated line', 'CRLF', 'byte order mark', 'invalid UTF-8', 'control character', 'random bytes'] as const;
/** Values that mean something to some format, where it does not expect them. */
const ODD = ['"BASE64"', '"CSV"', '"label"', '0', '-1', '1e308', '1e-300', '"1e999"', '[[[]]]', '{"data":{}}', '"2026-13-01"', '"\\u0000"'];

/** Breaks a record of any format of lines: its bytes, or one of its JSON values. It stays one line. */
export function corruptRecord(choose: Choose, line: Buffer): Buffer {
  const kind = choose.below(4);
  const text = line.toString('utf8');
  const made =
    kind === 0
      ? mutateBytes(choose, line, choose.one(BYTES))
      : kind === 1
        ? Buffer.from(withOtherValue(choose, text))
        : kind === 2
          ? Buffer.from(withoutPart(choose, text))
          : mutateBytes(choose, mutateBytes(choose, line, 'random bytes'), choose.one(BYTES));
  return Buffer.from(made.map((byte) => (byte === 10 ? 32 : byte)));
}

/** One value replaced by another; in a text that is JSON itself as well, as the escapes are not looked at. */
function withOtherValue(choose: Choose, text: string): string {
  const values = [...text.matchAll(/(?<=[:,[;])("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/g)];
  if (values.length === 0) return text;
  const { index, 0: found } = choose.one(values);
  const value = choose.chance(0.4) ? choose.one(ODD) : choose.chance(0.7) ? anyValue(choose) : noJson(choose);
  return text.slice(0, index) + value + text.slice(index + found.length);
}

/** From one bracket, comma or quote to another: structure that is missing, or nested wrongly. */
function withoutPart(choose: Choose, text: string): string {
  const signs = [...text.matchAll(/[{}[\],:";]/g)].map(({ index }) => index);
  if (signs.length < 2) return text;
  const [a, b] = [choose.one(signs), choose.one(signs)];
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  return choose.chance(0.7) ? text.slice(0, from) + text.slice(to) : text.slice(0, to) + text.slice(from);
}
