/** A text as SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path as SQL literal that matches only itself: DuckDB expands `*`, `?` and `[` in file names. */
export function pathLiteral(path: string): string {
  return literal(path.replace(/[*?[]/g, '[$&]'));
}

/**
 * Doubles as an SQL list. Each one goes through text: a bare `0.30000000000000004` is a DECIMAL for DuckDB and may come out
 * as the neighbouring double.
 */
export function doubleList(values: readonly number[]): string {
  return `[${values.map((value) => literal(String(value))).join(',')}]::DOUBLE[]`;
}
