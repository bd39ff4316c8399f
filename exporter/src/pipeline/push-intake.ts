import { createHash } from 'node:crypto';
import type { RejectReason } from '../contract/index.js';
import { DECODER_PADDING } from '../formats/index.js';
import type { RecordFold } from './record-fold.js';

/** What a pushed batch came to; kept under its Idempotency-Key, so that a retry gets the same answer. */
export interface PushResult {
  readonly accepted: number;
  readonly rejected: Partial<Record<RejectReason, number>>;
}

export type PushAnswer =
  | ({ readonly kind: 'accepted' } & PushResult)
  | ({ readonly kind: 'duplicate' } & PushResult)
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'malformed'; readonly line: number; readonly reason: RejectReason; readonly message: string };

/** A key that was used, to be committed with the state. */
export interface UsedKey {
  readonly source: string;
  readonly key: string;
  readonly bodySha256: string;
  readonly result: PushResult;
}

/** Bytes of a body that a format may look at to tell what it is. */
const HEAD_BYTES = 65_536;

/** Looks up a key that was committed earlier. */
export type FindKey = (source: string, key: string) => { bodySha256: string; result: PushResult } | null;

/** Takes pushed batches of one source. A batch is folded as a whole or, when a line is malformed, not at all. */
export class PushIntake {
  readonly fold: RecordFold;
  readonly #findKey: FindKey;
  /** Keys used since the last commit. */
  #uncommitted = new Map<string, UsedKey>();

  constructor(fold: RecordFold, findKey: FindKey) {
    this.fold = fold;
    this.#findKey = findKey;
  }

  /** @throws CodedError when the columns of the source conflict; nothing was counted then */
  push(body: Buffer, key: string | null): PushAnswer {
    const bodySha256 = key === null ? '' : createHash('sha256').update(body).digest('hex');
    if (key !== null) {
      const used = this.#uncommitted.get(key) ?? this.#findKey(this.fold.name, key);
      if (used) {
        if (used.bodySha256 !== bodySha256) return { kind: 'key_reused' };
        this.fold.countDuplicates(used.result.accepted);
        return { kind: 'duplicate', ...used.result };
      }
    }
    const buffer = Buffer.allocUnsafe(body.length + DECODER_PADDING);
    body.copy(buffer);
    buffer.fill(0, body.length);
    const piece = { head: buffer.subarray(0, Math.min(body.length, HEAD_BYTES)), buffer, start: 0, end: body.length };
    const fault = this.fold.check(piece);
    if (fault) {
      const line = lineOf(buffer, fault.offset);
      this.fold.reject(fault.reason, 1, 0, { path: 'push', streamOffset: fault.offset });
      return {
        kind: 'malformed',
        line,
        reason: fault.reason,
        message: `line ${line} is not a record of this source (${fault.reason}); nothing of this batch was taken`,
      };
    }
    const { accepted, rejected } = this.fold.fold('push', piece, true, { path: 'push', streamOffset: 0 });
    this.fold.takeNewestMs();
    const result: PushResult = { accepted, rejected };
    if (key !== null) this.#uncommitted.set(key, { source: this.fold.name, key, bodySha256, result });
    return { kind: 'accepted', ...result };
  }

  /** Keys to be committed with the state that holds their batches. */
  uncommittedKeys(): UsedKey[] {
    return [...this.#uncommitted.values()];
  }

  keysCommitted(): void {
    this.#uncommitted = new Map();
  }
}

/** One-based number of the line that holds a byte. */
function lineOf(buffer: Buffer, offset: number): number {
  let line = 1;
  for (let at = buffer.indexOf(10); at >= 0 && at < offset; at = buffer.indexOf(10, at + 1)) line++;
  return line;
}
