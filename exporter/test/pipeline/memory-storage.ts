import type { Baseline } from '../../src/baseline/index.js';
import type { StoredVerdict } from '../../src/contract/index.js';
import type {
  Commit,
  PendingActivation,
  PipelineStorage,
  ReachedQuality,
  StoredActivation,
  StoredLabels,
  StoredLog,
  UsedKey,
} from '../../src/pipeline/index.js';
import { LabelStore } from './label-store.js';
import type { StreamPosition } from '../../src/sources/index.js';

/** A closed window as it was committed. */
export type CommittedWindow = Omit<Commit['windows'][number], 'profile' | 'verdict'> & { readonly bytes: Uint8Array };

interface Content {
  readonly pairs: Map<string, Uint8Array[]>;
  readonly labels: LabelStore;
  readonly quality: Map<string, ReachedQuality & { readonly startMs: number }>;
  readonly positions: Map<string, Map<string, StreamPosition>>;
  readonly sources: Map<string, Record<string, unknown>>;
  readonly models: Map<string, Uint8Array>;
  readonly versions: Map<string, Map<string, Uint8Array>>;
  readonly windows: Map<string, CommittedWindow>;
  readonly verdicts: StoredVerdict[];
  readonly keys: Map<string, UsedKey>;
  readonly activations: Map<string, StoredActivation[]>;
  readonly pending: (PendingActivation & { readonly model: string })[];
}

const RECENT_ACTIVATIONS = 4;

/** Storage in memory that behaves as the store does: a commit is applied as a whole, or not at all. */
export class MemoryStorage implements PipelineStorage {
  content: Content = {
    pairs: new Map(),
    labels: new LabelStore(),
    quality: new Map(),
    positions: new Map(),
    sources: new Map(),
    models: new Map(),
    versions: new Map(),
    windows: new Map(),
    verdicts: [],
    keys: new Map(),
    activations: new Map(),
    pending: [],
  };
  /** Set: commits fail with this, as on a full disk. */
  failure: Error | null = null;
  readonly commits: Commit[] = [];
  #requests = 0;

  /** Asks for a baseline, as `aiops baseline activate` does. */
  request(baseline: Baseline, requestedMs = 0): void {
    this.content.pending.push({ model: baseline.model, requestId: ++this.#requests, baseline, requestedMs });
  }

  positions(source: string): StreamPosition[] {
    return [...(this.content.positions.get(source)?.values() ?? [])];
  }
  labels(model: string): StoredLabels | null {
    const stored = this.content.labels.stored(model);
    if (!stored) return null;
    const reached = [...this.content.quality.values()].filter(({ verdict }) => verdict.model === model);
    const states = reached.map(({ verdict: { version, state }, startMs, seen }) => ({ version, startMs, seen, state }));
    return { ...stored, states: () => states, verdicts: () => reached.map(({ verdict }) => verdict) };
  }
  labelBlocks(model: string, log: Omit<StoredLog, 'endMs'>): Uint8Array[] {
    return this.content.labels.blocks(model, log);
  }
  sourceCounters(source: string): Record<string, unknown> | null {
    return this.content.sources.get(source) ?? null;
  }
  modelNames(): string[] {
    const { models, versions, activations } = this.content;
    return [...new Set([...models.keys(), ...versions.keys(), ...activations.keys()])];
  }
  model(model: string): Uint8Array | null {
    return this.content.models.get(model) ?? null;
  }
  versions(model: string): { version: string; bytes: Uint8Array }[] {
    return [...(this.content.versions.get(model) ?? [])].map(([version, bytes]) => ({ version, bytes }));
  }
  verdict(id: string): StoredVerdict | null {
    return this.content.verdicts.findLast((verdict) => verdict.id === id) ?? null;
  }
  activations(model: string): StoredActivation[] {
    return (this.content.activations.get(model) ?? []).slice(-RECENT_ACTIVATIONS);
  }
  pendingActivations(model: string): PendingActivation[] {
    return this.content.pending.filter((request) => request.model === model);
  }
  pairs(source: string): Uint8Array[] {
    return this.content.pairs.get(source) ?? [];
  }
  readonly findKey = (source: string, key: string): UsedKey | null => this.content.keys.get(`${source}\n${key}`) ?? null;

  commit(commit: Commit): void {
    if (this.failure) throw this.failure;
    this.commits.push(commit);
    const { pairs, positions, sources, models, versions, windows, verdicts, keys, activations, pending } = this.content;
    for (const { source, changed, forgotten } of commit.positions) {
      const own = entry(positions, source, () => new Map<string, StreamPosition>());
      for (const position of changed) own.set(position.stream, structuredClone(position));
      for (const stream of forgotten) own.delete(stream);
    }
    for (const { name, counters } of commit.sources) sources.set(name, structuredClone(counters));
    for (const { source, isWhole, bytes } of commit.pairs)
      pairs.set(source, [...(isWhole ? [] : (pairs.get(source) ?? [])), bytes.slice()]);
    for (const change of commit.labels) this.content.labels.commit(change);
    for (const reached of commit.quality) {
      const { model, version, window_start } = reached.verdict;
      this.content.quality.set(`${model}/${version}/${window_start}`, { ...structuredClone(reached), startMs: Date.parse(window_start) });
    }
    for (const { model, bytes } of commit.models) models.set(model, bytes.slice());
    for (const { model, version, bytes } of commit.versions)
      entry(versions, model, () => new Map<string, Uint8Array>()).set(version, bytes.slice());
    for (const { profile, verdict, ...window } of commit.windows) {
      windows.set(`${window.model}/${window.version}/${window.snapshot ?? window.startMs}`, { ...window, bytes: profile.encode() });
      if (verdict) verdicts.push(structuredClone(verdict));
    }
    for (const key of commit.keys) keys.set(`${key.source}\n${key.key}`, structuredClone(key));
    for (const { model, baseline, fromMs, by } of commit.baselines) {
      const at = pending.findIndex(({ requestId }) => typeof by === 'object' && requestId === by.requestId);
      const [request] = at >= 0 ? pending.splice(at, 1) : [];
      entry(activations, model, (): StoredActivation[] => []).push({ baseline, fromMs, activatedMs: request?.requestedMs ?? commit.atMs });
    }
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
