import { formatBaseline, parseBaseline, type Baseline } from '../../baseline/index.js';
import type { Commit, LabelCommit, PipelineStorage, PushResult, StoredLabels } from '../../pipeline/index.js';
import { ANY_VERSION, type Store, type StoreRecords } from '../../store/index.js';

/** Baselines that windows still open may need: more than one is open only while a window waits for late events. */
const RECENT_ACTIVATIONS = 4;

/** Fits the store to what the pipeline wants; all of a commit goes into one transaction. */
export function pipelineStorage(store: Store): PipelineStorage {
  const baselineOf = (sha256: string): Baseline => parseBaseline(store.baselines.get(sha256) ?? '', `baseline ${sha256} of the store`);
  return {
    positions: (source) => store.positions.of(source),
    sourceCounters: (source) => store.sourceCounters.get(source),
    pairs: (source) => store.pairChanges.of(source),
    labels: (model) => storedLabels(store, model),
    labelBlocks: (model, log) => store.labelBlocks.of({ model, ...log }),
    modelNames: () => [...new Set([...store.modelStates.names(), ...store.activations.models()])],
    model: (model) => store.modelStates.model(model),
    versions: (model) => store.modelStates.versions(model),
    verdict: (id) => store.verdicts.get(id),
    activations: (model) =>
      store.activations
        .effective(model, RECENT_ACTIVATIONS)
        .map(({ sha256, fromMs, requestedMs }) => ({ baseline: baselineOf(sha256), fromMs: fromMs ?? 0, activatedMs: requestedMs })),
    pendingActivations: (model) =>
      store.activations.pending(model).map(({ id, sha256, requestedMs }) => ({ requestId: id, baseline: baselineOf(sha256), requestedMs })),
    findKey: (source, key) => {
      const found = store.pushKeys.find(source, key);
      return found ? { bodySha256: found.bodySha256, result: found.answer as PushResult } : null;
    },
    commit: (commit) => store.commit((records) => write(records, commit)),
  };
}

function write(records: StoreRecords, commit: Commit): void {
  const { atMs } = commit;
  for (const { source, changed, forgotten } of commit.positions) {
    for (const position of changed) records.positions.put(source, position);
    for (const stream of forgotten) records.positions.forget(source, stream);
  }
  for (const { name, counters } of commit.sources) records.sourceCounters.put(name, counters);
  for (const { source, bytes, isWhole } of commit.pairs) records.pairChanges.put(source, bytes, isWhole);
  for (const change of commit.labels) writeLabels(records, change);
  for (const { verdict, seen } of commit.quality) records.qualityVerdicts.put(verdict, seen);
  for (const { model, bytes } of commit.models) records.modelStates.putModel(model, bytes, atMs);
  for (const { model, version, bytes } of commit.versions) records.modelStates.putVersion(model, { version, bytes, updatedMs: atMs });
  for (const { profile, verdict, snapshot, ...window } of commit.windows) {
    const bytes = profile.encode();
    if (snapshot === null) records.windows.put({ ...window, bytes });
    else records.snapshotWindows.put({ ...window, bytes, snapshot });
    if (verdict) records.verdicts.put(verdict);
  }
  for (const { source, key, bodySha256, result } of commit.keys)
    records.pushKeys.put({ source, key, bodySha256, answer: result, usedMs: atMs });
  for (const { model, baseline, fromMs, by } of commit.baselines) {
    records.baselines.put(baseline.sha256, formatBaseline(baseline), atMs);
    if (typeof by === 'object') records.activations.markEffective(by.requestId, fromMs);
    else records.activations.activate({ model, version: ANY_VERSION, sha256: baseline.sha256, requestedMs: atMs, reason: by }, fromMs);
  }
}

function storedLabels(store: Store, model: string): StoredLabels | null {
  const { labelBlocks, labelStates, qualityVerdicts } = store;
  const state = labelStates.get(model);
  if (state === null) return null;
  return {
    state,
    waiting: labelStates.waiting(model),
    *logs() {
      for (const log of labelBlocks.logs(model)) yield { log, blocks: labelBlocks.of(log) };
    },
    states: () => qualityVerdicts.scored(model),
    verdicts: () => qualityVerdicts.shown(model),
  };
}

function writeLabels({ labelBlocks, labelStates }: StoreRecords, { model, isAnew, state, waiting, erased, blocks }: LabelCommit): void {
  if (isAnew) {
    labelBlocks.eraseModel(model);
    labelStates.forget(model);
  }
  labelStates.put(model, state);
  if (waiting) labelStates.putWaiting(model, waiting.bytes, waiting.isWhole);
  for (const { version, startMs } of erased) labelBlocks.erase(model, version, startMs);
  for (const { position, bytes, ...log } of blocks) labelBlocks.append({ model, ...log }, position, bytes);
}
