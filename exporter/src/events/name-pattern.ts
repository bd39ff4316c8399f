/** What the name of a file says. Times are UTC. */
export interface NamedParts {
  readonly model: string | null;
  readonly version: string | null;
  /** The time in the name, and the end of the year, month, day, hour or minute that it names; null where it names no time. */
  readonly time: { readonly startMs: number; readonly endMs: number } | null;
}

const DIGITS = { yyyy: 4, mm: 2, dd: 2, HH: 2, MM: 2 } as const;
const TEXTS = ['model', 'version'] as const;
type TimePart = keyof typeof DIGITS;

/** Coarse to fine: a pattern that names one names all before it. */
const TIME_PARTS = Object.keys(DIGITS) as TimePart[];
export const NAME_PARTS: readonly string[] = [...TEXTS, ...TIME_PARTS];

/** Compiled by `namePattern`. */
export interface NamePattern {
  readonly parts: ReadonlySet<string>;
  /** Null where the path has another form, or names a day that no calendar has. */
  read(path: string): NamedParts | null;
}

/**
 * Compiles a pattern such as `{version}/features-{yyyy}-{mm}-{dd}.parquet`. It is held against the end of a path, whole names only;
 * `{model}` and `{version}` stand for a text within one name, `*` for any text within one, the time parts for digits.
 *
 * @returns the pattern, or what is wrong with it, to follow the word "pattern"
 * @example namePattern('f-{yyyy}-{mm}-{dd}.csv').read('in/f-2026-11-24.csv').time.startMs // 1795478400000
 */
export function namePattern(text: string): NamePattern | string {
  const parts = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, part = '']) => part);
  const unknown = parts.find((part) => !NAME_PARTS.includes(part));
  if (unknown !== undefined) return `names the part {${unknown}}; there are ${NAME_PARTS.map((part) => `{${part}}`).join(', ')}`;
  if (new Set(parts).size < parts.length) return 'names a part twice; name each one once';
  const times = TIME_PARTS.filter((part) => parts.includes(part));
  const gap = TIME_PARTS.find((part, i) => i < times.length && !times.includes(part));
  if (gap !== undefined) return `names a time without {${gap}}; name all parts from {yyyy} down`;
  const source = text
    .split(/(\{\w+\}|\*)/)
    .map(pieceOf)
    .join('');
  const expression = new RegExp(`(?:^|/)${source}$`, 's');
  return { parts: new Set(parts), read: (path) => partsOf(expression.exec(path)?.groups ?? null, expression.test(path), times) };
}

function pieceOf(piece: string): string {
  if (piece === '*') return '[^/]*';
  const name = /^\{(\w+)\}$/.exec(piece)?.[1];
  if (name === undefined) return piece.replace(/[\\^$.|+()[\]{}?]/g, '\\$&');
  return Object.hasOwn(DIGITS, name) ? `(?<${name}>\\d{${DIGITS[name as TimePart]}})` : `(?<${name}>[^/]+?)`;
}

function partsOf(groups: Readonly<Record<string, string>> | null, isMatch: boolean, times: readonly TimePart[]): NamedParts | null {
  if (!isMatch) return null;
  const time = times.length === 0 ? null : timeOf(groups ?? {}, times);
  if (time === 'no date') return null;
  return { model: groups?.['model'] ?? null, version: groups?.['version'] ?? null, time };
}

function timeOf(groups: Readonly<Record<string, string>>, times: readonly TimePart[]): NamedParts['time'] | 'no date' {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = TIME_PARTS.map((part) =>
    groups[part] === undefined ? undefined : Number(groups[part]),
  );
  const startMs = Date.UTC(year, month - 1, day, hour, minute);
  // A 31st of February becomes a day of March: what is read must be what was written.
  const found = new Date(startMs);
  const isDate = found.getUTCMonth() === month - 1 && found.getUTCDate() === day && found.getUTCHours() === hour && minute < 60;
  if (!isDate || year < 1970) return 'no date';
  const next = [year, month - 1, day, hour, minute] as [number, number, number, number, number];
  next[times.length - 1] = (next[times.length - 1] as number) + 1;
  return { startMs, endMs: Date.UTC(...next) };
}
