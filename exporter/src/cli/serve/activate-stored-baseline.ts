import { parseBaseline } from '../../baseline/index.js';
import type { BaselineActivation } from '../../contract/index.js';
import { ANY_VERSION, type Store } from '../../store/index.js';

/**
 * Asks for a baseline that is stored to judge its model from the next window on; null when none has this hash. It stays until
 * another is activated, or the file that the configuration names changes.
 */
export function activateStoredBaseline(store: Store, sha256: string, nowMs: number): BaselineActivation | null {
  const artefact = store.baselines.get(sha256);
  if (artefact === null) return null;
  const { model } = parseBaseline(artefact, `baseline ${sha256} of the store`);
  store.commit((records) => records.activations.request({ model, version: ANY_VERSION, sha256, requestedMs: nowMs, reason: 'api' }));
  return { model, sha256 };
}
