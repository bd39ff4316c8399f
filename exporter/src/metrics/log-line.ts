export type LogFormat = 'json' | 'logfmt';
export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number>>;

/** What JSON.stringify leaves as it is, and what a terminal or a log viewer would act on. */
const CONTROLS = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const BARE = /^[\w.:/+@%-]+$/;

/**
 * One structured log line, without its newline. Values cannot break out of it: control characters, line separators and
 * marks that turn the writing direction are escaped.
 * @example logLine('logfmt', { level: 'warn', msg: 'lost 3 bytes' }) // 'level=warn msg="lost 3 bytes"'
 */
export function logLine(format: LogFormat, fields: LogFields): string {
  const quoted = (value: string): string =>
    JSON.stringify(value).replace(CONTROLS, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const printed = (value: string | number): string =>
    typeof value === 'number'
      ? format === 'json' && !Number.isFinite(value)
        ? 'null'
        : String(value)
      : format === 'logfmt' && BARE.test(value)
        ? value
        : quoted(value);
  const pairs = Object.entries(fields);
  if (format === 'json') return `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${printed(value)}`).join(',')}}`;
  return pairs.map(([key, value]) => `${key}=${printed(value)}`).join(' ');
}
