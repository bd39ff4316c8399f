import { randomBytes } from 'node:crypto';
import type { Store } from '../../store/index.js';

const NAME = 'id_hash_key';
const BYTES = 16;

/** The secret by which ids are hashed; made once in the life of a store. */
export function storeSecret(store: Store): Uint8Array {
  const known = store.facts.get(NAME);
  if (typeof known === 'string' && known.length === BYTES * 2) return Buffer.from(known, 'hex');
  const made = randomBytes(BYTES);
  store.commit((records) => records.facts.put(NAME, made.toString('hex')));
  return made;
}
