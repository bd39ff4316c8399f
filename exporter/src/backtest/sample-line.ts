/** A line of an exposition: series as printed, value, and the time where it has one. */
export interface SampleLine {
  readonly series: string;
  readonly value: number;
  /** Seconds since 1970; NaN where the line has none. */
  readonly seconds: number;
}

/**
 * Reads a sample line of OpenMetrics or of the text format; null where it is none.
 *
 * @example sampleLine('up{job="a b"} 1 1500') // { series: 'up{job="a b"}', value: 1, seconds: 1500 }
 */
export function sampleLine(line: string): SampleLine | null {
  const end = endOfSeries(line);
  if (end <= 0 || line.charCodeAt(end) !== SPACE) return null;
  // What follows # is an exemplar.
  const hash = line.indexOf(' # ', end);
  const [valueText = '', timeText, ...more] = line.slice(end + 1, hash < 0 ? undefined : hash).split(' ');
  const value = numberOf(valueText);
  const seconds = timeText === undefined ? NaN : Number(timeText);
  if (value === null || more.length > 0 || (timeText !== undefined && Number.isNaN(seconds))) return null;
  return { series: line.slice(0, end), value, seconds };
}

const SPACE = 32;

/** Behind the closing brace that is in no quotes, or behind the name. */
function endOfSeries(line: string): number {
  const brace = line.indexOf('{');
  const space = line.indexOf(' ');
  if (brace < 0 || (space >= 0 && space < brace)) return space;
  let isQuoted = false;
  for (let i = brace + 1; i < line.length; i++) {
    const c = line[i];
    if (c === '\\') i++;
    else if (c === '"') isQuoted = !isQuoted;
    else if (c === '}' && !isQuoted) return i + 1;
  }
  return -1;
}

function numberOf(text: string): number | null {
  if (text === '') return null;
  if (/^[+-]?Inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (text === 'NaN') return NaN;
  const value = Number(text);
  return Number.isNaN(value) ? null : value;
}
