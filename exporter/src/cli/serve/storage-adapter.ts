import { formatBaseline, parseBaseline } from '../../baseline/index.js';
import type { Commit, PipelineStorage } from '../../pipeline/index.js';
import type { Store } from '../../store-own/index.js';

/** Fits the store to what the pipeline wants; all of a commit goes into one transaction. */
export function pipelineStorage(store: Store): PipelineStorage {
  return {
    positions: (source) => store.positions(source).map(({ stream, position }) => ({ stream, position })),
    sourceCounters: (source) => store.sourceCounters(source),
    modelNames: () => store.modelNames(),
    model: (model) => store.model(model),
    versions: (model) => store.versions(model),
    latestVerdict: (model, version) => store.latestVerdict(model, version),
    activations: (model) =>
      store
        .activations(model)
        .filter((activation) => activation.fromMs !== null)
        .map(({ artefact, sha256, fromMs, requestedMs }) => ({ baseline: parseBaseline(artefact, `baseline ${sha256}`), fromMs: fromMs ?? 0, activatedMs: requestedMs })),
    pendingActivations: (model) =>
      store
        .activations(model)
        .filter((activation) => activation.fromMs === null)
        .map(({ id, artefact, sha256 }) => ({ requestId: id, baseline: parseBaseline(artefact, `baseline ${sha256}`) })),
    findKey: (source, key) => {
      const found = store.findKey(source, key);
      return found ? { bodySha256: found.bodySha256, result: JSON.parse(found.result) } : null;
    },
    commit: (commit) => store.transaction(() => write(store, commit)),
  };
}

function write(store: Store, commit: Commit): void {
  for (const { source, changed, forgotten } of commit.positions) {
    for (const { stream, position } of changed) store.putPosition({ source, stream, position });
    for (const stream of forgotten) store.forgetPosition(source, stream);
  }
  for (const { name, counters } of commit.sources) store.putSourceCounters(name, counters);
  for (const { model, bytes } of commit.models) store.putModel(model, bytes);
  for (const { model, version, bytes } of commit.versions) store.putVersion(model, version, bytes);
  for (const window of commit.windows) {
    store.putWindow({ ...window, profile: window.profile.encode() });
    if (window.verdict) store.putVerdict(window.verdict);
  }
  for (const { source, key, bodySha256, result } of commit.keys) store.putKey({ source, key, bodySha256, result: JSON.stringify(result), atMs: commit.atMs });
  for (const { model, baseline, fromMs, requestId } of commit.baselines) {
    store.putBaseline(baseline.sha256, formatBaseline(baseline));
    if (requestId === null) store.requestActivation(model, baseline.sha256, commit.atMs, fromMs, 'learned from the first events');
    else store.markEffective(requestId, fromMs);
  }
}
