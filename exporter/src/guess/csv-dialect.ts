const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Lines that are looked at. */
const LOOKED_AT = 50;

/**
 * What separates the columns of a CSV: the character that stands most evenly in all lines, outside of quotes.
 *
 * @param lines the header first
 */
export function guessDelimiter(lines: readonly string[]): string {
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const [header = 0, ...counts] = lines.slice(0, LOOKED_AT).map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1);
    if (header === 0) continue;
    const alike = counts.filter((count) => count === header).length;
    // Even lines count most; between two that are even, the one with more columns.
    const score = (alike + 1) / (counts.length + 1) + header / 1000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

const WITH_COMMA = /^[+-]?\d+,\d+$/;
const WITH_DOT = /^[+-]?\d+\.\d+$/;

/** The decimal sign of the numbers in a CSV; a comma only where no number has a dot. */
export function guessDecimal(
  rows: readonly (readonly string[])[],
  delimiter: string,
): { decimal: '.' | ','; commas: number; dots: number } {
  const cells = rows.flat();
  const commas = delimiter === ',' ? 0 : cells.filter((cell) => WITH_COMMA.test(cell)).length;
  const dots = cells.filter((cell) => WITH_DOT.test(cell)).length;
  return { decimal: commas > 0 && dots === 0 ? ',' : '.', commas, dots };
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A cell as the format reads it: nothing, a number, or a text. */
export function cellValue(text: string, decimal: '.' | ','): string | number | null {
  if (text === '') return null;
  const plain = decimal === ',' ? text.replace(',', '.') : text;
  return NUMBER.test(plain) ? Number(plain) : text;
}
