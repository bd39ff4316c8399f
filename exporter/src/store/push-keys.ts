import type { Connection, ReadStatement, WriteStatement } from './connection.js';
import { nameText } from './name-text.js';
import { sizeTriggersV1 } from './record-sizes.js';

/**
 * How long a used Idempotency-Key is remembered, in ms.
 * Why 24 h: what clients of payment and messaging interfaces are used to (Stripe: "at least 24 hours").
 * Too low: a client that retries after a long outage counts its batch twice. Too high: the table grows, about 300 bytes a push.
 * Pinned by: store/store.test.ts
 */
export const PUSH_KEY_LIFE_MS = 24 * 3600 * 1000;

/** A used key with the hash of its body and the answer that was given. */
export interface StoredPushKey {
  readonly source: string;
  readonly key: string;
  readonly bodySha256: string;
  readonly answer: unknown;
  readonly usedMs: number;
}

export const PUSH_KEYS_V1 = `CREATE TABLE push_keys (
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  answer TEXT NOT NULL,
  used_ms INTEGER NOT NULL,
  PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_keys_by_use ON push_keys (used_ms);
${sizeTriggersV1('push_keys', ['source', 'key', 'body_sha256', 'answer'])}`;

/** Idempotency keys of pushed batches. They expire after PUSH_KEY_LIFE_MS, in answers at once and on disk with retention. */
export class PushKeys {
  readonly #nowMs: () => number;
  readonly #find: ReadStatement<{ body_sha256: string; answer: string; used_ms: number }>;
  readonly #put: WriteStatement;
  readonly #expire: WriteStatement;

  constructor(connection: Connection, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#find = connection.reader('SELECT body_sha256, answer, used_ms FROM push_keys WHERE source = ? AND key = ? AND used_ms >= ?');
    this.#put = connection.writer(
      `INSERT INTO push_keys (source, key, body_sha256, answer, used_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (source, key) DO UPDATE SET body_sha256 = excluded.body_sha256, answer = excluded.answer, used_ms = excluded.used_ms`,
    );
    this.#expire = connection.writer(
      'DELETE FROM push_keys WHERE (source, key) IN (SELECT source, key FROM push_keys WHERE used_ms < ? ORDER BY used_ms LIMIT ?)',
    );
  }

  /** A key used at most PUSH_KEY_LIFE_MS ago. */
  find(source: string, key: string): StoredPushKey | null {
    const row = this.#find.get(nameText(source), nameText(key), this.#nowMs() - PUSH_KEY_LIFE_MS);
    return row && { source, key, bodySha256: row.body_sha256, answer: JSON.parse(row.answer) as unknown, usedMs: row.used_ms };
  }

  put({ source, key, bodySha256, answer, usedMs }: StoredPushKey): void {
    this.#put.run(nameText(source), nameText(key), bodySha256, JSON.stringify(answer), usedMs);
  }

  /** Deletes at most `limit` keys used before `beforeMs`, oldest first. */
  expire(beforeMs: number, limit: number): number {
    return this.#expire.run(beforeMs, limit).changes;
  }
}
