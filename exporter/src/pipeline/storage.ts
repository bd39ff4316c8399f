import type { Baseline } from '../baseline/index.js';
import type { StoredVerdict } from '../contract/index.js';
import type { StreamPosition } from '../sources/index.js';
import type { ClosedWindow } from './close-window.js';
import type { LabelCommit, StoredLabels, StoredLog } from './labels/label-commit.js';
import type { ReachedQuality } from './labels/quality-scorer.js';
import type { PairCommit } from './pairs/pair-join.js';
import type { FindKey, UsedKey } from './push-intake.js';

/** Everything that changed since the last commit. It is written in one transaction, or not at all. */
export interface Commit {
  readonly atMs: number;
  readonly positions: readonly { source: string; changed: readonly StreamPosition[]; forgotten: readonly string[] }[];
  readonly sources: readonly { name: string; counters: Readonly<Record<string, unknown>> }[];
  /** Halves of inferences that wait, of sources that log requests and responses apart. */
  readonly pairs: readonly ({ source: string } & PairCommit)[];
  /** Predictions that wait for labels, and these, of models whose quality is judged. */
  readonly labels: readonly LabelCommit[];
  readonly quality: readonly ReachedQuality[];
  readonly models: readonly { model: string; bytes: Uint8Array }[];
  readonly versions: readonly { model: string; version: string; bytes: Uint8Array }[];
  readonly windows: readonly ClosedWindow[];
  readonly keys: readonly UsedKey[];
  /** Baselines made by bootstrap or from a reference snapshot, and activations that became effective. */
  readonly baselines: readonly EffectiveBaseline[];
}

/** A baseline that became effective: by a request, or else because it was learned (`bootstrap`) or built from a snapshot. */
export interface EffectiveBaseline {
  readonly model: string;
  readonly baseline: Baseline;
  readonly fromMs: number;
  readonly by: { readonly requestId: number } | 'bootstrap' | 'snapshot';
}

/** A baseline of a model and since which window start it judges. */
export interface StoredActivation {
  readonly baseline: Baseline;
  readonly fromMs: number;
  readonly activatedMs: number;
}

/** A baseline that somebody asked for, waiting for the next window boundary. */
export interface PendingActivation {
  readonly requestId: number;
  readonly baseline: Baseline;
  /** When it was asked for; stands for the time of a baseline whose rows carry none, before and after a restart. */
  readonly requestedMs: number;
}

/** The storage that the pipeline wants; `store` fits it, `cli` joins them. */
export interface PipelineStorage {
  positions(source: string): StreamPosition[];
  sourceCounters(source: string): Readonly<Record<string, unknown>> | null;
  /** What was committed of a source's pairs since they were written as a whole, in order. */
  pairs(source: string): Uint8Array[];
  /** What was committed of the join of a model's labels; null for nothing. */
  labels(model: string): StoredLabels | null;
  /** The blocks of a log of the join, in order. */
  labelBlocks(model: string, log: Omit<StoredLog, 'endMs'>): Uint8Array[];
  modelNames(): string[];
  model(model: string): Uint8Array | null;
  versions(model: string): { version: string; bytes: Uint8Array }[];
  /** Null where there is none, or retention took it. */
  verdict(id: string): StoredVerdict | null;
  /** Effective baselines, oldest first; enough of them to judge every window that can still be open. */
  activations(model: string): StoredActivation[];
  pendingActivations(model: string): PendingActivation[];
  readonly findKey: FindKey;
  commit(commit: Commit): void;
}
