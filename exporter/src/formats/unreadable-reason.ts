import { isUtf8 } from 'node:buffer';

const ESCAPE = 27;
const DELETE = 127;

/**
 * Why a record that the parser refused is no record: `encoding` when it is not text, else `syntax`.
 *
 * It is not text when it holds a control byte that no text uses, or is not valid UTF-8. The control bytes are those that
 * file(1) takes for binary (libmagic, encoding.c, `text_chars`): 0-6, 14-26, 28-31 and 127. ESC is text: a line with terminal
 * colours in an otherwise good log is a line that is no record, not binary data.
 *
 * Only asked about refused records. A record that parses is accepted whatever its bytes: broken UTF-8 inside a string reads as
 * U+FFFD, as Buffer.toString does, because a log in Latin-1 must not be lost over an accent.
 */
export function unreadableReason(buffer: Buffer, start: number, end: number): 'encoding' | 'syntax' {
  for (let at = start; at < end; at++) {
    const byte = buffer[at] as number;
    if (byte < 7 || (byte > 13 && byte < 32 && byte !== ESCAPE) || byte === DELETE) return 'encoding';
  }
  return isUtf8(buffer.subarray(start, end)) ? 'syntax' : 'encoding';
}
