/** Escapes a label value as both text formats ask: backslash, quote and newline. Control characters of other kinds stay. */
export function escapeLabel(value: string): string {
  return /[\\"\n]/.test(value) ? value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n') : value;
}

/** Escapes a HELP text. OpenMetrics also wants quotes escaped, the older format does not know that. */
export function escapeHelp(text: string, format: ExpositionFormat): string {
  const escaped = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
  return format === 'openmetrics' ? escaped.replace(/"/g, '\\"') : escaped;
}

export type ExpositionFormat = 'text' | 'openmetrics';

/** A sample value: integers plainly, other numbers in their shortest form that reads back to the same double. */
export function formatValue(x: number): string {
  if (x === Infinity) return '+Inf';
  if (x === -Infinity) return '-Inf';
  return String(x);
}

/**
 * A bucket bound. Always with a decimal point, in both formats: Prometheus 2 takes le="1" and le="1.0" for two series, and
 * which format is asked for may change between scrapes.
 */
export function formatBound(x: number): string {
  if (x === Infinity) return '+Inf';
  const text = String(x);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** `{a="1",b="2"}`, or the empty string without labels. */
export function formatLabels(names: readonly string[], labels: Readonly<Record<string, string>>): string {
  if (names.length === 0) return '';
  return `{${names.map((name) => `${name}="${escapeLabel(labels[name] ?? '')}"`).join(',')}}`;
}
