/**
 * Zero bytes in a row that are no content. A power failure leaves a file longer than what was written of it, filled up with
 * zero bytes; truncation under a writer without O_APPEND leaves a hole that reads as zero bytes. No text holds 64 of them.
 */
export const ZERO_RUN_BYTES = 64;
const NEWLINE = 10;
/** Compared at once: a hole of gigabytes is passed at the speed of memory. */
const ZEROS = Buffer.alloc(65_536);

/**
 * Makes line ends of the zero runs within buffer[from, to), so that the record behind one is not lost with it. A run that
 * reaches `to` stays: it may be space that is still to be written.
 *
 * @returns the end of what can be used: `to`, or where that last run begins
 */
export function endLinesAtZeroRuns(buffer: Buffer, from: number, to: number): number {
  let at = buffer.subarray(0, to).indexOf(0, from);
  while (at >= 0) {
    const end = endOfZeros(buffer, at, to);
    if (end === to) return at;
    if (end - at >= ZERO_RUN_BYTES) buffer.fill(NEWLINE, at, end);
    at = buffer.subarray(0, to).indexOf(0, end);
  }
  return to;
}

/** Where the zero bytes begin that `to` ends with; `to` when there are none. */
export function beginOfLastZeros(buffer: Uint8Array, to: number): number {
  let begin = to;
  while (begin > 0 && buffer[begin - 1] === 0) begin--;
  return begin;
}

/** Content without the zero bytes at its end, which may still be written; all of it where it is nothing else. */
export function withoutLastZeros<Bytes extends Uint8Array>(content: Bytes): Bytes {
  const begin = beginOfLastZeros(content, content.length);
  return begin === 0 ? content : (content.subarray(0, begin) as Bytes);
}

/** First byte from `at` on that is not zero, or `to`. */
export function endOfZeros(buffer: Buffer, at: number, to: number): number {
  let end = at;
  while (end + ZEROS.length <= to && buffer.compare(ZEROS, 0, ZEROS.length, end, end + ZEROS.length) === 0) end += ZEROS.length;
  while (end < to && buffer[end] === 0) end++;
  return end;
}
