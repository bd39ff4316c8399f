/** Longest text of a finite double in JavaScript, which writes them without an exponent down to 1e-6: -0.0000011250713123638182. */
export const LONGEST_NUMBER = 25;

/**
 * A sample value: integers plainly, other numbers in the shortest form that reads back to the same double.
 * @example printNumber(Infinity) // '+Inf'
 */
export function printNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}

/**
 * An upper bound as the `le` label: always a float, as OpenMetrics wants it and as client_golang prints it, in both formats,
 * so that a scraper which changes the format does not make new series.
 * @example printBound(1) // '1.0'
 * @example printBound(0.00001) // '1e-05'
 */
export function printBound(bound: number): string {
  if (!Number.isFinite(bound)) return printNumber(bound);
  const size = Math.abs(bound);
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) {
    return bound.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(bound) ? `${BigInt(bound)}.0` : String(bound);
}
