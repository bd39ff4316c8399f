import type { ServerResponse } from 'node:http';
import type { CodedError, IngestAccepted } from '../contract/index.js';
import type { ErrorDetails } from './answer.js';
import type { BodyHeaders } from './batch-headers.js';

/** What a body is made of, and how its client wants to be told what became of it. */
export interface PushForm extends BodyHeaders {
  /** Whether the body may be packed without a Content-Encoding that says so. */
  readonly mayBePacked?: boolean;
  /**
   * The body as NDJSON, in memory of its own.
   * Errors: CodedError, BatchRefused.
   */
  lines(body: Buffer, limits: { readonly maxDepth: number }): Buffer;
  /** What a line stands for in the body; null where it is a line there too. */
  nameOf(line: number): string | null;
  /** Tells that everything is durable. */
  answer(response: ServerResponse, accepted: IngestAccepted): void;
}

/** An error together with what the answer says beside it. */
export class BatchRefused extends Error {
  constructor(
    readonly error: CodedError,
    readonly details: ErrorDetails,
  ) {
    super(error.message);
  }
}

export const NOTHING_TAKEN = 'nothing of this batch was taken';
