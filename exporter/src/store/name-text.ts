/**
 * A name from outside (model, version, stream, key) as text that SQLite keeps whole: the inside of its JSON string.
 *
 * Why: the driver cuts text at a NUL when it reads, and turns a lone surrogate into U+FFFD when it writes (libsql 0.5.29),
 * so that two versions in a log could become one. JSON escapes both; a usual name stays as it is.
 */
export function nameText(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

/** The inverse of `nameText`. */
export function nameOf(text: string): string {
  return JSON.parse(`"${text}"`) as string;
}
