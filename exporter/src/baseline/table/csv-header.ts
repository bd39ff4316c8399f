const DELIMITERS = [',', ';', '\t', '|'] as const;

export interface CsvHeader {
  readonly names: readonly string[];
  readonly delimiter: string;
}

/**
 * Reads the header line of a CSV text: names may be quoted; the delimiter is the one of `, ; tab |` that occurs most often
 * outside quotes. DuckDB's own guess is not used: a file with one ragged line becomes a single column there, without a word.
 *
 * Shape: `head` is the beginning of the file. Null when it holds no line with a name.
 */
export function csvHeader(head: string): CsvHeader | null {
  const text = head.replace(/^\uFEFF/, '');
  const counts = new Map<string, number>();
  let isQuoted = false;
  let end = 0;
  for (; end < text.length; end++) {
    const c = text[end] as string;
    if (c === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (c === '\n' || c === '\r')) break;
    else if (!isQuoted) counts.set(c, (counts.get(c) ?? 0) + 1);
  }
  const line = text.slice(0, end);
  if (line.trim() === '') return null;
  const delimiter = DELIMITERS.reduce((best, c) => ((counts.get(c) ?? 0) > (counts.get(best) ?? 0) ? c : best), DELIMITERS[0] as string);
  return { names: splitLine(line, delimiter), delimiter };
}

function splitLine(line: string, delimiter: string): string[] {
  const names: string[] = [];
  let name = '';
  let isQuoted = false;
  for (const c of line) {
    if (c === '"') isQuoted = !isQuoted;
    else if (c === delimiter && !isQuoted) {
      names.push(name.trim());
      name = '';
    } else name += c;
  }
  return [...names, name.trim()];
}
