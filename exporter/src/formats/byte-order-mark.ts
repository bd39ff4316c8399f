/** 3 where a UTF-8 byte order mark stands at `start`, else 0. */
export function byteOrderMarkBytes(buffer: Buffer, start: number, end: number): number {
  return end - start >= 3 && buffer[start] === 0xef && buffer[start + 1] === 0xbb && buffer[start + 2] === 0xbf ? 3 : 0;
}
