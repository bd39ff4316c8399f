import type { RawAnswer, RawRequest } from '../http/raw-connection.js';
import { code, type Documented, type Rejected } from './documented.js';
import type { PushBed } from './push-bed.js';

export interface PushError {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  readonly line?: number;
  readonly reason?: string;
}

/** A push and the answer to it. */
export interface PushCase {
  readonly name: string;
  /** A batch of one good record by the right client, but for what is said here; or what is done in more than one request. */
  readonly request: Partial<RawRequest> | ((bed: PushBed) => Promise<RawAnswer>);
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The error of the answer. */
  readonly error?: PushError;
  /** The answer, where it is no error. */
  readonly answer?: { readonly accepted: number; readonly rejected: Rejected; readonly duplicate: boolean };
  /** Records that count although the answer is an error. */
  readonly taken?: number;
  /** Records counted as rejected although nothing of the batch was taken. */
  readonly rejected?: Rejected;
  /** How often requests are refused for it; once, where the answer is an error, unless said. */
  readonly refusals?: 'any number';
  /** What the row of the page says, where it is not the answer. */
  readonly note?: string;
  readonly kept?: string;
}

export function documentedPush({ name, status, error, answer, note, kept }: PushCase): Documented {
  const said = error ? `${status} ${error.code}: ${code(error.message)}` : `${status} ${code(JSON.stringify(answer))}`;
  return { name, seen: note ?? said, kept: kept ?? (error ? 'nothing of the batch is taken' : 'the records that can be counted') };
}
