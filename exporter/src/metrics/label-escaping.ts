const SPECIAL = /[\\"\n\0\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * A label value as it stands between the quotes of a sample line.
 *
 * Backslash, quote and newline are escaped as both formats ask. Two things have no spelling in UTF-8 text that every
 * parser takes: NUL becomes U+2400 (Prometheus' lexer skips NUL bytes), and half of a surrogate pair becomes U+FFFD
 * followed by its code (a plain U+FFFD would make one series of two).
 * @example escapeLabelValue('say "hi"') // 'say \\"hi\\"'
 */
export function escapeLabelValue(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\0', '\u2400')
    .replace(LONE_SURROGATE, (half) => `\ufffd${half.charCodeAt(0).toString(16)}`);
}
