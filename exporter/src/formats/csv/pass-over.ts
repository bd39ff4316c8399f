import { byteOrderMarkBytes } from '../byte-order-mark.js';

const NEWLINE = 10;
const RETURN = 13;

/**
 * Offset behind a blank line or a repetition of the header at buffer[at]; `at` where there is neither, or not all of it is there.
 *
 * @param header its bytes without byte order mark and line end
 */
export function passOver(buffer: Buffer, at: number, end: number, last: boolean, header: Buffer): number {
  const from = at + byteOrderMarkBytes(buffer, at, end);
  const behind = from + header.length;
  const isHeader = buffer[from] === header[0] && behind <= end && buffer.compare(header, 0, header.length, from, behind) === 0;
  let to = isHeader ? behind : from;
  if (to < end && buffer[to] === RETURN) to++;
  if (to < end) return buffer[to] === NEWLINE ? to + 1 : at;
  return last ? end : at;
}
