const NEWLINE = 10;

/**
 * Sample lines with a timestamp at the end of each, in seconds as OpenMetrics has them.
 *
 * @param lines whole lines, each with its newline
 * @example stampLines(Buffer.from('up 1\n'), 1500).toString() // 'up 1 1.5\n'
 */
export function stampLines(lines: Buffer, timeMs: number): Buffer {
  const stamp = Buffer.from(` ${timeMs / 1000}\n`);
  let count = 0;
  for (let at = lines.indexOf(NEWLINE); at >= 0; at = lines.indexOf(NEWLINE, at + 1)) count++;
  const stamped = Buffer.allocUnsafe(lines.length + count * (stamp.length - 1));
  let from = 0;
  let to = 0;
  for (let at = lines.indexOf(NEWLINE); at >= 0; at = lines.indexOf(NEWLINE, from)) {
    to += lines.copy(stamped, to, from, at);
    to += stamp.copy(stamped, to);
    from = at + 1;
  }
  return stamped;
}
