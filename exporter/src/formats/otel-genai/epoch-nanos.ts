/** A time since 1970 in two parts: as one double it would be exact to 256 ns only. */
export interface EpochNanos {
  readonly seconds: number;
  readonly nanos: number;
}

const NANO_DIGITS = 9;

/**
 * Reads a time in nanoseconds: text, as OTLP/JSON has it, or a number, which lost its last digits before it came here.
 *
 * @returns null when it is neither, or 0, which stands for a time that is not set
 */
export function epochNanos(value: unknown): EpochNanos | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (!/^\d{10,20}$/.test(text)) return null;
  return { seconds: Number(text.slice(0, -NANO_DIGITS)), nanos: Number(text.slice(-NANO_DIGITS)) };
}

/** @example secondsBetween({ seconds: 1, nanos: 999999999 }, { seconds: 2, nanos: 1 }) // 2e-9 */
export function secondsBetween(start: EpochNanos, end: EpochNanos): number {
  return ((end.seconds - start.seconds) * 1e9 + (end.nanos - start.nanos)) / 1e9;
}
