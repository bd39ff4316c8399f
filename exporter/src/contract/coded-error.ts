/** One row of a room's error table. The text is generated from it, so code, status and advice cannot drift apart. */
export interface ErrorKind {
  /** HTTP status where the error reaches a client; 0 where it never does. */
  readonly status: number;
  /** What is required and what was found, with `{name}` placeholders. Lower case, no full stop. */
  readonly message: string;
  /** What a person should do about it; takes the same placeholders. */
  readonly advice: string;
}

export type ErrorTable = Readonly<Record<string, ErrorKind>>;

/**
 * The one error class of the product: a stable code, a message that names what was found and where, and what to do.
 *
 * Codes are `ROOM_WHAT` and are never reused. Never put feature values, tokens or payloads into `details`.
 */
export class CodedError extends Error {
  readonly code: string;
  readonly status: number;
  readonly advice: string;
  /** Where one error stands for several faults: each of them, as a line. */
  readonly faults: readonly string[] = [];

  constructor(code: string, kind: ErrorKind, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? `{${name}}`));
    super(filled(kind.message), cause === undefined ? undefined : { cause });
    this.name = 'CodedError';
    this.code = code;
    this.status = kind.status;
    this.advice = filled(kind.advice);
  }
}

/**
 * Makes the constructor of a room's errors from its table.
 *
 * @example const error = errorsOf(SOURCE_ERRORS); throw error('SOURCES_NO_MATCH', { pattern })
 */
export function errorsOf<T extends ErrorTable>(
  table: T,
): (code: keyof T & string, details?: Readonly<Record<string, string | number>>, cause?: unknown) => CodedError {
  return (code, details, cause) => new CodedError(code, table[code] as ErrorKind, details, cause);
}
