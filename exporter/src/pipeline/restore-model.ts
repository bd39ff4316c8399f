import type { Notify } from '../contract/index.js';
import type { BootstrapProfile } from '../profile/index.js';
import { pipelineError } from './errors.js';
import type { ModelState } from './model-state.js';
import { restoreModel, restoreVersion } from './state-codec.js';
import type { PipelineStorage } from './storage.js';
import type { VersionState } from './version-state.js';

/**
 * Takes over the committed state of a model whose baselines are in place.
 *
 * @returns what its bootstrap had learned; null where none was going on
 * @throws CodedError PIPELINE_STATE_UNREADABLE; going on with zeros would be a counter reset that nobody sees
 */
export function takeOverModel(model: ModelState, storage: PipelineStorage, notify: Notify): BootstrapProfile | null {
  const bytes = storage.model(model.name);
  const restored = bytes && restoreModel(model, bytes);
  if (bytes && !restored) throw pipelineError('PIPELINE_STATE_UNREADABLE', { what: `model ${model.name}` });
  for (const { version, bytes: encoded } of storage.versions(model.name))
    model.versions.set(version, takeOverVersion(model, version, encoded, storage, notify));
  return restored?.bootstrap ?? null;
}

/** Fetches a version that left memory; null where the store has none. */
export function recallVersion(model: ModelState, version: string, storage: PipelineStorage, notify: Notify): VersionState | null {
  const stored = storage.versions(model.name).find((candidate) => candidate.version === version);
  return stored ? takeOverVersion(model, version, stored.bytes, storage, notify) : null;
}

function takeOverVersion(model: ModelState, version: string, bytes: Uint8Array, storage: PipelineStorage, notify: Notify): VersionState {
  const restored = restoreVersion(model, version, bytes);
  if (!restored) throw pipelineError('PIPELINE_STATE_UNREADABLE', { what: `model ${model.name} version ${version}` });
  const { state, lastVerdictId, lostWindows } = restored;
  // By id: the verdict reached last need not be that of the latest window, as snapshots come in any order.
  state.lastVerdict = lastVerdictId === null ? null : storage.verdict(lastVerdictId);
  if (lostWindows > 0) {
    const why = `the features of ${lostWindows} open windows were counted in other bins than the settings ask for now; their traffic is kept`;
    notify({ kind: 'no_drift', model: model.name, version, why });
  }
  return state;
}
