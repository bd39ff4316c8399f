/** Bytes of a first line that a format may look at (a CSV header). */
export const FIRST_LINE_BYTES = 65_536;
const NEWLINE = 10;

/** The first line of content, with its newline; cut at the limit. */
export function firstLineOf(content: Buffer): Buffer {
  const limited = content.subarray(0, FIRST_LINE_BYTES);
  const end = limited.indexOf(NEWLINE);
  return Buffer.from(end < 0 ? limited : limited.subarray(0, end + 1));
}
